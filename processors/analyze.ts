import type { Slice, SourceFile } from "../collectors/contract/index.ts";
import { createActivityLog } from "./activity.ts";
import { claimCause, createHostLedger } from "./causes/index.ts";
import type { Claim, Observation, Problem, RejectReason, Request } from "./contract/index.ts";
import { observe } from "./observations/index.ts";
import { openReader } from "./records/index.ts";
import type { Found, Reader, Rejected } from "./records/index.ts";
import { createBook } from "./requests/index.ts";
import type { BookLimits, Unbound } from "./requests/index.ts";
import { createSourceTally } from "./source-tally.ts";
import type { SourceTally } from "./source-tally.ts";

/** What comes out of an analysis, as soon as it is certain. Requests come in the order in which they became final; the rest at the end. */
export type Finding =
  | { readonly type: "request"; readonly request: Request; readonly claim: Claim | null }
  | { readonly type: "rejected"; readonly file: SourceFile; readonly offset: number; readonly length: number; readonly reason: RejectReason }
  | { readonly type: "source"; readonly source: SourceTally }
  | { readonly type: "problems"; readonly host: string; readonly problems: readonly Problem[] }
  | { readonly type: "unbound"; readonly unbound: Unbound; readonly evicted: number };

export interface AnalyzeOptions {
  /** The host of a record of this file; `inside` is what the record itself says, `""` if nothing. */
  readonly hostOf: (file: SourceFile, inside: string) => string;
  /** The zone of a file with a local clock, if it is known. */
  readonly zoneOf: (file: SourceFile) => Zone | null;
  readonly limits?: BookLimits;
}

export type Zone = { readonly offsetMs: number; readonly trust: "zone-given" | "zone-inferred" };

/** The pipeline: slice, record, observation, request, cause. Expects all files in order of event time; `at` is that of the slice's first record. */
export async function* analyze(slices: AsyncIterable<{ readonly slice: Slice; readonly at: number | null }>, options: AnalyzeOptions): AsyncGenerator<Finding> {
  const book = createBook(options.limits);
  const hosts = createHostLedger();
  const activity = createActivityLog();
  const sources = new Map<string, OpenSource>();
  const claimed = (request: Request): Finding => {
    const claim = claimCause(request, activity.around(request));
    hosts.note(request, claim);
    return { type: "request", request, claim };
  };
  let advancedAt = Number.NEGATIVE_INFINITY;
  for await (const { slice, at } of slices) {
    if (at !== null && at > advancedAt + advanceMs) {
      advancedAt = at;
      for (const request of book.advance(at)) yield claimed(request);
    }
    const source = sourceOf(sources, slice.file, options);
    const { observations, rejected } = source.take(slice);
    for (const observation of observations) {
      hosts.observe(observation);
      activity.observe(observation);
    }
    book.add(observations);
    for (const { offset, length, reason } of rejected) yield { type: "rejected", file: slice.file, offset, length, reason };
  }
  for (const request of book.end()) yield claimed(request);
  for (const { tally } of sources.values()) {
    hosts.noteSource(tally);
    yield { type: "source", source: tally };
  }
  for (const host of hosts.hosts()) yield { type: "problems", host, problems: hosts.problems(host, null) };
  yield { type: "unbound", unbound: book.unbound, evicted: book.evicted() };
}

/** How often, in event time, requests are looked for: often enough to keep memory flat. */
const advanceMs = 1000;

interface OpenSource {
  readonly tally: SourceTally;
  readonly take: (slice: Slice) => { readonly observations: readonly Observation[]; readonly rejected: readonly Rejected[] };
}

function sourceOf(sources: Map<string, OpenSource>, file: SourceFile, options: AnalyzeOptions): OpenSource {
  const known = sources.get(file.id);
  if (known !== undefined) return known;
  const made = openSource(file, options);
  sources.set(file.id, made);
  return made;
}

function openSource(file: SourceFile, options: AnalyzeOptions): OpenSource {
  const tally = createSourceTally(file, options.hostOf(file, ""));
  const zone = options.zoneOf(file);
  const found: Found = { records: [], rejected: [], regions: [] };
  const contexts = new Map<string, Parameters<typeof observe>[1]>();
  let reader: Reader | null = null;
  return {
    tally,
    take: (slice) => {
      for (const list of [found.records, found.rejected, found.regions]) list.length = 0;
      reader ??= openReader({ file, offset: slice.offset, context: "" });
      reader.read(slice.bytes, found);
      if (slice.end) reader.end(found);
      tally.take(found, slice.bytes.length);
      const observations: Observation[] = [];
      for (const record of found.records) {
        const inside = "computer" in record ? record.computer : "";
        let context = contexts.get(inside);
        if (context === undefined) {
          context = { file, host: options.hostOf(file, inside), zone };
          contexts.set(inside, context);
        }
        observe(record, context, observations);
      }
      if (slice.end) reader = null;
      return { observations, rejected: found.rejected };
    },
  };
}
