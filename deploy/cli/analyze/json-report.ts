import { isoTime, toAnalysisRequest } from "../../../processors/contract/index.ts";
import type { Analysis, AnalysisHost, AnalysisSource, Problem } from "../../../processors/contract/index.ts";
import type { Finding, SourceTally } from "../../../processors/index.ts";
import { createAnalysisJson } from "../analysis-json.ts";
import type { AnalysisJson } from "../analysis-json.ts";
import type { Output } from "../output.ts";
import type { AnalyzeFlags } from "./analyze-flags.ts";
import { createFailuresFound } from "./failures-found.ts";
import type { Report } from "./report.ts";
import { hostFilter } from "./request-filter.ts";
import type { RequestFilter } from "./request-filter.ts";
import { unknownKey } from "./unknown-key.ts";

/** The analysis for machines. Only the requests are filtered: sources, hosts and what was rejected are told in full. */
export function createJsonReport(
  output: Output,
  pathOf: (fileId: string) => string,
  { flags, filter }: { flags: AnalyzeFlags; filter: RequestFilter },
): Report {
  const state: State = { json: createAnalysisJson(output), sources: [], hosts: [], unbound: noneUnbound };
  const isHostAsked = hostFilter(flags.host);
  const failures = createFailuresFound(filter, isHostAsked);
  let count = 0;
  return {
    take: (finding) => {
      failures.take(finding);
      if (finding.type !== "request") takeOther(state, finding);
      else if (filter(finding.request, finding.claim)) {
        count += 1;
        state.json.addRequest(toAnalysisRequest(finding.request, finding.claim, pathOf));
      }
    },
    takeUnreadable: ({ path, bytes, reason }, offset) =>
      state.json.addRejected({ path, offset, length: Math.max(0, bytes - offset), reason }),
    finish: async () => {
      if (count === 0 && flags.key !== undefined) throw unknownKey(flags.key);
      state.sources.sort((a, b) => compare(a.path, b.path));
      state.hosts.sort((a, b) => compare(a.host, b.host));
      await state.json.finish(state);
      return failures.exitCode();
    },
    close: () => state.json.close(),
  };
}

interface State {
  readonly json: AnalysisJson;
  readonly sources: AnalysisSource[];
  readonly hosts: AnalysisHost[];
  unbound: Analysis["unbound"];
}

const noneUnbound: Analysis["unbound"] = { records: 0, byKind: {} };

function takeOther(state: State, finding: Exclude<Finding, { type: "request" }>): void {
  switch (finding.type) {
    case "rejected": {
      const { file, offset, length, reason } = finding;
      state.json.addRejected({ path: file.path, offset, length, reason });
      return;
    }
    case "source":
      state.sources.push(sourceOf(finding.source));
      return;
    case "problems":
      state.hosts.push({ host: finding.host, problems: finding.problems.map(problemOf) });
      return;
    case "unbound": {
      const kinds = [...finding.unbound.byKind].sort(([a], [b]) => compare(a, b));
      state.unbound = { records: finding.unbound.records, byKind: Object.fromEntries(kinds) };
      return;
    }
    case "untold":
  }
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
  isLocal,
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
    ...(isLocal && { clock: "local" }),
  };
}

function problemOf({ cause, count, oldest, oldestTrust }: Problem): AnalysisHost["problems"][number] {
  const trust = oldestTrust === undefined ? {} : { oldestTrust };
  return { cause: cause.id, count, oldest: timeOf(oldest), ...trust };
}

function timeOf(at: number | null): string | null {
  return at === null ? null : isoTime(at);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
