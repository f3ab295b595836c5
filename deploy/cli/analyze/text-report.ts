import type { Finding } from "../../../processors/index.ts";
import type { Output } from "../output.ts";
import { createSummary, renderVerdict } from "../render/index.ts";
import type { Frame } from "../render/index.ts";
import type { AnalyzeFlags } from "./analyze-flags.ts";
import { isFailure } from "./is-failure.ts";
import type { Report } from "./report.ts";
import type { RequestFilter } from "./request-filter.ts";

/** The verdict for people. The requests listed are those that failed, or all that an outcome or a cause was asked for. */
export function createTextReport(
  output: Output,
  { flags, filter, frame }: { flags: AnalyzeFlags; filter: RequestFilter; frame: Frame },
): Report {
  const summary = createSummary(flags.limit);
  const isAsked = flags.outcome !== undefined || flags.cause !== undefined;
  let exitCode = 0;
  const take = (finding: Finding): void => {
    if (isFailure(finding, filter)) exitCode = 1;
    switch (finding.type) {
      case "request":
        if (!filter(finding.request, finding.claim)) return;
        summary.add(finding.request, finding.claim, isAsked || finding.request.outcome === "failed");
        return;
      case "rejected":
        summary.addRejected(finding.reason);
        return;
      case "source":
        summary.addSource(finding.source);
        return;
      case "problems":
        summary.addProblems(finding.problems);
        return;
      case "unbound":
        summary.addUnbound(finding.unbound.records);
    }
  };
  return {
    take,
    takeUnreadable: ({ reason }) => summary.addRejected(reason),
    finish: async () => {
      await output.write(renderVerdict(summary.summary(), frame));
      return exitCode;
    },
    close: () => {},
  };
}
