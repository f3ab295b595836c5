import { accessSync, constants, existsSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Bundle, BundleFile } from "../../../collectors/index.ts";
import { toStoredRequest } from "../../../processors/contract/index.ts";
import type { Problem, StoredRequest } from "../../../processors/contract/index.ts";
import { catalogue } from "../../../processors/index.ts";
import type { Finding, SourceTally } from "../../../processors/index.ts";
import { pageText, readAssets, reportPage } from "../../../processors/page/index.ts";
import type { ReportView } from "../../../processors/page/index.ts";
import { cliError } from "../../errors/cli-error.ts";
import { systemReason } from "../../../collectors/contract/index.ts";
import { causeSpans, createSummary, doubtLines } from "../render/index.ts";
import { createChoice } from "./choose-requests.ts";
import type { Choice, Chosen } from "./choose-requests.ts";
import { hostViews } from "./host-views.ts";
import { quoteRecords } from "./quote-records.ts";
import { hintOf } from "./report.ts";
import type { Report } from "./report.ts";
import { hostFilter } from "./request-filter.ts";
import type { RequestFilter } from "./request-filter.ts";
import { sumFindings } from "./sum-findings.ts";
import { createSummaryTally } from "./summary-tally.ts";

export interface HtmlReportOptions {
  /** Where it is written; a file that is there is replaced. */
  readonly file: string;
  /** What was analysed, as it was named. */
  readonly subject: string;
  readonly hosts: readonly string[] | undefined;
  readonly filter: RequestFilter;
  readonly isNarrowed: boolean;
  readonly key: string | undefined;
  /** ms UTC: when the report is made. */
  readonly now: number;
}

const limits = { listedMax: 500, toldMax: 60, toldOfCauseMax: 4 };

/** Writes the views of the page into one file, beside what `inner` prints. */
export function createHtmlReport(inner: Report, bundle: Bundle, options: HtmlReportOptions): Report {
  const { filter, isNarrowed } = options;
  mustBeWritable(options.file);
  const [choice, tally, verdict] = [
    createChoice(limits),
    createSummaryTally(),
    createSummary(0, { lost: () => 0, isNarrowed }),
  ];
  const sources: SourceTally[] = [];
  const problems = new Map<string, readonly Problem[]>();
  const isHostAsked = hostFilter(options.hosts);
  const sum = sumFindings(verdict, { filter, isHostAsked, listsAll: false });
  const take = (finding: Finding): void => {
    inner.take(finding);
    sum(finding);
    if (finding.type === "source" && isHostAsked(finding.source.host)) sources.push(finding.source);
    else if (finding.type === "problems") problems.set(finding.host, finding.problems);
    else if (finding.type === "request" && filter(finding.request, finding.claim)) {
      tally.add(finding.request, finding.claim?.cause.id ?? null);
      choice.add(finding.request, finding.claim);
    }
  };
  return {
    take,
    takeUnreadable: (file, offset) => {
      inner.takeUnreadable(file, offset);
      verdict.addRejected(file.reason, file.path, hintOf(file));
    },
    finish: async () => {
      // No request carries it: that ends the command, without a page of nothing.
      if (options.key !== undefined && choice.listed().length === 0) return inner.finish();
      const view = await viewOf({ choice, tally, verdict, sources, problems }, bundle, options);
      write(options.file, pageText(reportPage(view, options.now)));
      // Last, because a reader that has seen enough (`| head`) ends the process.
      return inner.finish();
    },
    close: () => inner.close(),
  };
}

/** What was taken, as it adds up. */
interface Taken {
  readonly choice: Choice;
  readonly tally: ReturnType<typeof createSummaryTally>;
  readonly verdict: ReturnType<typeof createSummary>;
  readonly sources: readonly SourceTally[];
  readonly problems: ReadonlyMap<string, readonly Problem[]>;
}

async function viewOf(
  { choice, tally, verdict, sources, problems }: Taken,
  bundle: Bundle,
  { subject, now }: HtmlReportOptions,
): Promise<ReportView> {
  return {
    subject,
    style: readAssets().style.text,
    summary: tally.summary(),
    doubts: doubtLines(verdict.summary()),
    spans: causeSpans(verdict.summary()),
    causes: new Map(catalogue.map((cause) => [cause.id, cause])),
    hosts: hostViews(sources, problems),
    ...(await requestsOf(choice, bundle, now)),
  };
}

type Files = ReadonlyMap<string, BundleFile>;

async function requestsOf(
  choice: Choice,
  bundle: Bundle,
  now: number,
): Promise<Pick<ReportView, "requests" | "details">> {
  const files = new Map(bundle.files.map((file): [string, BundleFile] => [file.source.id, file]));
  return {
    requests: choice.listed().map((chosen) => stored(chosen, files, now)),
    details: await detailsOf(choice.told(), files, now),
  };
}

async function detailsOf(
  told: readonly Chosen[],
  files: Files,
  now: number,
): Promise<{ readonly request: StoredRequest; readonly lines: readonly string[] }[]> {
  const details = [];
  for (const chosen of told) {
    const quotes = await quoteRecords(chosen.request, files);
    details.push({
      request: stored(chosen, files, now),
      lines: chosen.request.evidence.map((evidence) => quotes.lineOf(evidence)),
    });
  }
  return details;
}

function stored({ request, claim }: Chosen, files: Files, now: number): StoredRequest {
  return toStoredRequest(request, claim, {
    pathOf: (fileId) => files.get(fileId)?.source.path ?? fileId,
    isFinal: true,
    changedAt: now,
  });
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw notWritten(file, systemReason(error));
  }
}

/** Looked at before all is read, which may take minutes. Makes nothing. */
function mustBeWritable(file: string): void {
  const folder = dirname(resolve(file));
  if (isFolder(file)) throw notWritten(file, "it is a folder");
  if (!isFolder(folder)) throw notWritten(file, `there is no folder "${folder}"`);
  try {
    accessSync(existsSync(file) ? file : folder, constants.W_OK);
  } catch (error) {
    throw notWritten(file, systemReason(error));
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function notWritten(file: string, why: string): Error {
  return cliError({
    code: "output.failed",
    what: `the report cannot be written to "${file}": ${why}`,
    remedy: "name a file in a folder that exists and that you may write to",
  });
}
