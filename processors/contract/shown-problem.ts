import type { Problem } from "./causes.ts";
import type { HostView } from "./store.ts";

/** A problem as its host shows it: without the steps of its cause, which the catalogue has. */
export function shownProblem({
  cause,
  count,
  oldest,
  oldestTrust,
  because,
}: Problem): HostView["problems"][number] {
  const { id, title, severity } = cause;
  const trust = oldestTrust === undefined ? {} : { oldestTrust };
  return { cause: id, title, severity, count, oldest, ...trust, because };
}
