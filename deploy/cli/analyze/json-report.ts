import { isoTime, toAnalysisRequest } from "../../../processors/contract/index.ts";
import type { Analysis, AnalysisHost, AnalysisSource, Problem } from "../../../processors/contract/index.ts";
import type { Finding, SourceTally } from "../../../processors/index.ts";
import { createAnalysisJson } from "../analysis-json.ts";
import type { Output } from "../output.ts";
import { isFailure } from "./is-failure.ts";
import type { Report } from "./report.ts";
import type { RequestFilter } from "./request-filter.ts";

/** The analysis for machines. Only the requests are filtered: sources, hosts and what was rejected are told in full. */
export function createJsonReport(
  output: Output,
  pathOf: (fileId: string) => string,
  filter: RequestFilter,
): Report {
  const json = createAnalysisJson(output);
  const sources: AnalysisSource[] = [];
  const hosts: AnalysisHost[] = [];
  let unbound: Analysis["unbound"] = { records: 0, byKind: {} };
  let exitCode = 0;
  const take = (finding: Finding): void => {
    if (isFailure(finding, filter)) exitCode = 1;
    switch (finding.type) {
      case "request":
        if (!filter(finding.request, finding.claim)) return;
        json.addRequest(toAnalysisRequest(finding.request, finding.claim, pathOf));
        return;
      case "rejected":
        json.addRejected({
          path: finding.file.path,
          offset: finding.offset,
          length: finding.length,
          reason: finding.reason,
        });
        return;
      case "source":
        sources.push(sourceOf(finding.source));
        return;
      case "problems":
        hosts.push({ host: finding.host, problems: finding.problems.map(problemOf) });
        return;
      case "unbound":
        unbound = {
          records: finding.unbound.records,
          byKind: Object.fromEntries([...finding.unbound.byKind].sort()),
        };
    }
  };
  return {
    take,
    takeUnreadable: ({ path, bytes, reason }, offset) =>
      json.addRejected({ path, offset, length: Math.max(0, bytes - offset), reason }),
    finish: async () => {
      sources.sort((a, b) => compare(a.path, b.path));
      hosts.sort((a, b) => compare(a.host, b.host));
      await json.finish({ sources, hosts, unbound });
      return exitCode;
    },
    close: () => json.close(),
  };
}

function sourceOf({
  file,
  format,
  host,
  records,
  rejected,
  bytes,
  first,
  last,
}: SourceTally): AnalysisSource {
  return {
    path: file.path,
    format,
    host,
    records,
    rejected,
    bytes,
    first: timeOf(first),
    last: timeOf(last),
  };
}

function problemOf({ cause, count, oldest }: Problem): AnalysisHost["problems"][number] {
  return { cause: cause.id, count, oldest: timeOf(oldest) };
}

function timeOf(at: number | null): string | null {
  return at === null ? null : isoTime(at);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
