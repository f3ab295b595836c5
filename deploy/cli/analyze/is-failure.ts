import type { Finding } from "../../../processors/index.ts";
import type { RequestFilter } from "./request-filter.ts";

/** What makes the exit code 1: a failed request among those asked for, or a critical problem of a host that was. */
export function isFailure(
  finding: Finding,
  filter: RequestFilter,
  isHostAsked: (host: string) => boolean,
): boolean {
  switch (finding.type) {
    case "request":
      return finding.request.outcome === "failed" && filter(finding.request, finding.claim);
    case "problems":
      return isHostAsked(finding.host) && finding.problems.some(({ cause }) => cause.severity === "critical");
    default:
      return false;
  }
}
