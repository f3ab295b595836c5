import type { Finding } from "../../../processors/index.ts";
import { refusalsIn } from "../../../processors/wording/index.ts";
import type { RequestFilter } from "./request-filter.ts";

/** Whether an analysis has found failures. */
export interface FailuresFound {
  readonly take: (finding: Finding) => void;
  readonly exitCode: () => 0 | 1;
}

/**
 * What makes the exit code 1: a failed request among those asked for, or a critical problem of a host that was. Also a refusal that belongs to no request, where no log states the end of one that was asked for:
 * it may be that one's, as with a CA on another host. Where all ends are known it is somebody else's: a CA serves others as well.
 */
export function createFailuresFound(
  filter: RequestFilter,
  isHostAsked: (host: string) => boolean,
): FailuresFound {
  let failures = 0;
  let refusals = 0;
  let endless = 0;
  return {
    take(finding) {
      if (finding.type === "request") {
        const { outcome } = finding.request;
        if ((outcome !== "failed" && outcome !== "unknown") || !filter(finding.request, finding.claim))
          return;
        if (outcome === "failed") failures += 1;
        else endless += 1;
      } else if (finding.type === "problems") {
        if (isHostAsked(finding.host)) failures += finding.problems.filter(isCritical).length;
      } else if (finding.type === "unbound") refusals += refusalsIn(finding.unbound.byKind);
    },
    exitCode: () => (failures > 0 || (refusals > 0 && endless > 0) ? 1 : 0),
  };
}

function isCritical({ cause }: { readonly cause: { readonly severity: string } }): boolean {
  return cause.severity === "critical";
}
