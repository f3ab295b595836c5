import { basename } from "node:path";
import { mergeByTime } from "../../collectors/index.ts";
import type { Bundle, TimedSlice } from "../../collectors/index.ts";
import { analyze, firstStamp } from "../../processors/index.ts";
import type { AnalyzeOptions } from "../../processors/index.ts";
import { terminalFacts, terminalOf } from "../runtime/terminal.ts";
import type { Terminal } from "../runtime/terminal.ts";
import type { AnalyzeFlags } from "./analyze/analyze-flags.ts";
import { findWays } from "./analyze/clock-ways.ts";
import { createHostCheck } from "./analyze/host-check.ts";
import { resolveHosts } from "../hosts/host-names.ts";
import { createJsonReport } from "./analyze/json-report.ts";
import { createReadCheck } from "./analyze/read-check.ts";
import type { Report } from "./analyze/report.ts";
import { oldestStamps } from "./analyze/oldest-stamps.ts";
import { isNarrowed, requestFilter } from "./analyze/request-filter.ts";
import type { RequestFilter } from "./analyze/request-filter.ts";
import { createTextReport } from "./analyze/text-report.ts";
import { createWaterfallReport } from "./analyze/waterfall-report.ts";
import { findZones } from "./analyze/zones.ts";
import { knownCause } from "./known-cause.ts";
import { openInput } from "./open-input.ts";
import type { Output } from "./output.ts";
import { createProgress } from "./progress.ts";
import type { Progress } from "./progress.ts";

/** Reads a support bundle and tells what became of its requests. Exit code 0 all well, 1 failures found, 2 nothing or not all of it could be read. */
export async function analyzeCommand(
  paths: readonly string[],
  flags: AnalyzeFlags,
  output: Output,
): Promise<number> {
  flags.cause?.forEach(knownCause);
  const terminal = terminalOf(terminalFacts(), flags);
  const progress = progressOf(terminal);
  const bundle = await openInput(paths, (files) => progress.found(files)).finally(() => progress.end());
  const hosts = createHostCheck(flags.host);
  const read = createReadCheck();
  const report = await createReport(bundle, flags, { output, terminal, paths, lost: read.lost });
  try {
    const miss: Miss = (unreadable, offset) => {
      read.miss(unreadable);
      report.takeUnreadable(unreadable, offset);
    };
    for (const unreadable of bundle.unreadable) miss(unreadable, 0);
    const hostOf = await resolveHosts(bundle.files);
    const zoneOf = await findZones(bundle.files, hostOf, flags.zone);
    const wayOf = await findWays(bundle.files, flags.zone, zoneOf);
    const oldest = await oldestStamps(bundle.files);
    for await (const finding of analyze(slices(bundle, { oldest, zoneOf, miss, progress }), {
      hostOf,
      zoneOf,
      wayOf,
    })) {
      hosts.see(finding);
      read.see(finding);
      report.take(finding);
    }
    hosts.check();
    progress.end();
    return read.exitCode(await report.finish());
  } finally {
    progress.end();
    report.close();
    bundle.close();
  }
}

/** Where a report goes, and what it is about. */
interface Around {
  readonly output: Output;
  readonly terminal: Terminal;
  readonly paths: readonly string[];
  readonly lost: () => number;
}

async function createReport(bundle: Bundle, flags: AnalyzeFlags, around: Around): Promise<Report> {
  const filter = requestFilter(flags);
  const printed = createPrinted(bundle, flags, { ...around, filter });
  if (flags.html === undefined) return printed;
  // Loaded when it is asked for: an analysis without it needs no templates.
  const { createHtmlReport } = await import("./analyze/html-report.ts");
  return createHtmlReport(printed, bundle, {
    file: flags.html,
    subject: around.paths.map((path) => basename(path)).join(", "),
    hosts: flags.host,
    filter,
    isNarrowed: isNarrowed(flags),
    key: flags.key,
    now: Date.now(),
  });
}

function createPrinted(
  bundle: Bundle,
  flags: AnalyzeFlags,
  { output, terminal, lost, filter }: Around & { readonly filter: RequestFilter },
): Report {
  const frame = { width: flags.wide === true ? wideColumns : terminal.width, colour: terminal.isColourful };
  if (flags.json === true) return createJsonReport(output, pathsOf(bundle), { flags, filter });
  if (flags.key !== undefined)
    return createWaterfallReport(output, bundle, { key: flags.key, filter, frame, lost });
  return createTextReport(output, { flags, filter, frame, lost });
}

const wideColumns = 1000;

function pathsOf(bundle: Bundle): (fileId: string) => string {
  const paths = new Map(bundle.files.map(({ source }) => [source.id, source.path]));
  return (fileId) => paths.get(fileId) ?? fileId;
}

function progressOf({ isWatched, width }: Terminal): Progress {
  const progress = createProgress({
    write: isWatched ? (text) => void process.stderr.write(text) : null,
    now: () => performance.now(),
    width,
  });
  // Ctrl-C leaves no half line behind.
  if (isWatched) process.once("exit", () => progress.end());
  return progress;
}

/** Small enough that the strings made of a slice do not outgrow the young generation: the peak is lower, the rate the same. */
const sliceBytes = 64 * 1024;

interface Reading {
  readonly oldest: ReadonlyMap<string, number>;
  readonly zoneOf: AnalyzeOptions["zoneOf"];
  readonly miss: Miss;
  readonly progress: Progress;
}

/** Notes what cannot be read, from an offset on. */
type Miss = Report["takeUnreadable"];

async function* slices(
  bundle: Bundle,
  { oldest, zoneOf, miss, progress }: Reading,
): AsyncGenerator<TimedSlice> {
  let bytes = 0;
  const totalBytes = bundle.files.reduce((total, file) => total + file.bytes, 0);
  const merged = mergeByTime(bundle.files, {
    sliceBytes,
    firstStamp: (slice) => oldest.get(slice.file.id) ?? firstStamp(slice, zoneOf),
    failed: (file, { reason, message }, offset) => {
      miss({ path: file.source.path, bytes: file.bytes, reason, detail: message }, offset);
    },
  });
  for await (const timed of merged) {
    bytes += timed.slice.bytes.length;
    progress.report(bytes, totalBytes);
    yield timed;
  }
}
