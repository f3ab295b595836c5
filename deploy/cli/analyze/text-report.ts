import type { Output } from "../output.ts";
import { createSummary, renderVerdict } from "../render/index.ts";
import type { Frame } from "../render/index.ts";
import type { AnalyzeFlags } from "./analyze-flags.ts";
import { createFailuresFound } from "./failures-found.ts";
import { hintOf } from "./report.ts";
import type { Report } from "./report.ts";
import { hostFilter, isNarrowed } from "./request-filter.ts";
import type { RequestFilter } from "./request-filter.ts";
import { sumFindings } from "./sum-findings.ts";

/** The verdict for people. The requests listed are those that failed, or all that an outcome or a cause was asked for. */
export function createTextReport(
  output: Output,
  {
    flags,
    filter,
    frame,
    lost,
  }: { flags: AnalyzeFlags; filter: RequestFilter; frame: Frame; lost: () => number },
): Report {
  const summary = createSummary(flags.limit, { lost, isNarrowed: isNarrowed(flags) });
  const isHostAsked = hostFilter(flags.host);
  const failures = createFailuresFound(filter, isHostAsked);
  const listsAll = flags.outcome !== undefined || flags.cause !== undefined;
  const sum = sumFindings(summary, { filter, isHostAsked, listsAll });
  return {
    take: (finding) => {
      failures.take(finding);
      sum(finding);
    },
    takeUnreadable: (file) => summary.addRejected(file.reason, file.path, hintOf(file)),
    finish: async () => {
      await output.write(renderVerdict(summary.summary(), frame));
      return failures.exitCode();
    },
    close: () => {},
  };
}
