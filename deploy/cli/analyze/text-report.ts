import type { Finding } from "../../../processors/index.ts";
import type { Output } from "../output.ts";
import { createSummary, renderVerdict } from "../render/index.ts";
import type { Frame } from "../render/index.ts";
import type { AnalyzeFlags } from "./analyze-flags.ts";
import { createFailuresFound } from "./failures-found.ts";
import type { Report } from "./report.ts";
import { hostFilter } from "./request-filter.ts";
import type { RequestFilter } from "./request-filter.ts";

/** The verdict for people. The requests listed are those that failed, or all that an outcome or a cause was asked for. */
export function createTextReport(
  output: Output,
  { flags, filter, frame }: { flags: AnalyzeFlags; filter: RequestFilter; frame: Frame },
): Report {
  const summary = createSummary(flags.limit);
  const isAsked = flags.outcome !== undefined || flags.cause !== undefined;
  const isHostAsked = hostFilter(flags.host);
  const failures = createFailuresFound(filter, isHostAsked);
  const take = (finding: Finding): void => {
    failures.take(finding);
    switch (finding.type) {
      case "request":
        if (filter(finding.request, finding.claim))
          summary.add(finding.request, finding.claim, isAsked || finding.request.outcome === "failed");
        else summary.addOther();
        return;
      case "rejected":
        summary.addRejected(finding.reason, finding.file.path);
        return;
      case "source":
        summary.addSource(finding.source);
        return;
      case "problems":
        if (isHostAsked(finding.host)) summary.addProblems(finding.problems);
        return;
      case "unbound":
        summary.addUnbound(finding.unbound);
    }
  };
  return {
    take,
    takeUnreadable: ({ reason, path }) => summary.addRejected(reason, path),
    finish: async () => {
      await output.write(renderVerdict(summary.summary(), frame));
      return failures.exitCode();
    },
    close: () => {},
  };
}
