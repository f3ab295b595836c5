import type { Finding } from "../../../processors/index.ts";
import type { SummaryBuilder } from "../render/index.ts";
import type { RequestFilter } from "./request-filter.ts";

export interface Asked {
  readonly filter: RequestFilter;
  readonly isHostAsked: (host: string) => boolean;
  /** List each request that was asked for, not only those that failed. */
  readonly listsAll: boolean;
}

/** Adds what an analysis finds to its verdict, as far as it was asked for. */
export function sumFindings(
  summary: SummaryBuilder,
  { filter, isHostAsked, listsAll }: Asked,
): (finding: Finding) => void {
  return (finding) => {
    switch (finding.type) {
      case "request":
        if (filter(finding.request, finding.claim))
          summary.add(finding.request, finding.claim, listsAll || finding.request.outcome === "failed");
        else summary.addOther();
        return;
      case "rejected":
        summary.addRejected(finding.reason, finding.file.path);
        return;
      case "source":
        summary.addSource(finding.source);
        return;
      case "problems":
        summary.addHost(finding.host);
        if (isHostAsked(finding.host)) summary.addProblems(finding.problems);
        return;
      case "unbound":
        summary.addUnbound(finding.unbound);
        return;
      case "untold":
        summary.addUntold(finding.records);
    }
  };
}
