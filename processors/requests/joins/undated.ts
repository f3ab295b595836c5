import type { Entry, History } from "./history.ts";
import { entryNames, fragmentsOf } from "./history.ts";

/** A clock other than a CA's tells when it was. The CA's may be wrong by hours, and says nothing of how long the rest has waited. */
export function isDated({ entries }: History): boolean {
  return entries.some(({ fragment }) => fragment.role !== "ca-request" && !Number.isNaN(fragment.start));
}

/**
 * Takes out what has no time of its own, such as a status file, where only a CA's clock says that it is past: were that clock behind, it would be lost to its request.
 * Nearly always that is nothing. `name`: only what carries it; left out: all of it.
 */
export function takeUndated(
  ledger: { observations: number },
  history: History,
  name?: string,
): readonly Entry[] {
  if (history.lastAt === Number.NEGATIVE_INFINITY || isDated(history)) return [];
  const isTaken = (entry: Entry): boolean =>
    Number.isNaN(entry.fragment.start) && (name === undefined || entryNames(entry).includes(name));
  const taken = history.entries.filter(isTaken);
  for (const entry of taken) {
    history.entries.splice(history.entries.indexOf(entry), 1);
    for (const { observations } of fragmentsOf(entry)) {
      history.observations -= observations.length;
      ledger.observations -= observations.length;
    }
  }
  return taken;
}
