import type { Slice, SourceFile } from "../collectors/contract/index.ts";
import type { Claim, Observation, Problem, RejectReason, Request } from "./contract/index.ts";
import { countFound, createSourceTally, headersOf, noteNewest } from "./intake/index.ts";
import type { SourceTally } from "./intake/index.ts";
import { createJudge } from "./judge/index.ts";
import type { Judge } from "./judge/index.ts";
import { createContexts, noWay, observe } from "./observations/index.ts";
import type { ClockWay, Surroundings } from "./observations/index.ts";
import { openReader } from "./records/index.ts";
import type { Found, Reader, Rejected } from "./records/index.ts";
import { createBook } from "./requests/index.ts";
import type { BookLimits, Unbound } from "./requests/index.ts";

/** What comes out of an analysis, as soon as it is certain. Requests come in the order in which they became final; the rest at the end. */
export type Finding =
  | { readonly type: "request"; readonly request: Request; readonly claim: Claim | null }
  | {
      readonly type: "rejected";
      readonly file: SourceFile;
      readonly offset: number;
      readonly length: number;
      readonly reason: RejectReason;
    }
  | { readonly type: "source"; readonly source: SourceTally }
  | { readonly type: "problems"; readonly host: string; readonly problems: readonly Problem[] }
  | { readonly type: "unbound"; readonly unbound: Unbound; readonly evicted: number }
  /** Records that tell nothing of a request or a host, such as other pages of the site. */
  | { readonly type: "untold"; readonly records: number };

export interface AnalyzeOptions extends Surroundings {
  readonly limits?: BookLimits;
  /** The way of a file's clock from its begin to its end, as far as it was read before; left out: none was. */
  readonly wayOf?: (file: SourceFile) => ClockWay | undefined;
}

/** The pipeline: slice, record, observation, request, cause. Expects all files in order of event time; `at` is that of the slice's first record. */
export async function* analyze(
  slices: AsyncIterable<{ readonly slice: Slice; readonly at: number | null }>,
  options: AnalyzeOptions,
): AsyncGenerator<Finding> {
  const book = createBook(options.limits);
  const judge = createJudge();
  const open = new Map<string, OpenSource>();
  const tallies: SourceTally[] = [];
  let advancedAt = Number.NEGATIVE_INFINITY;
  let untold = 0;
  for await (const { slice, at } of slices) {
    const heldTo = Math.min(judge.setBackFrom() + setBackMs, advancedAt + heldMsMax);
    if (at !== null && at > Math.max(advancedAt + advanceMs, heldTo)) {
      advancedAt = at;
      for (const request of book.advance(at)) yield { type: "request", ...judge.claim(request) };
    }
    let source = open.get(slice.file.id);
    if (source === undefined) {
      source = openSource(slice.file, options);
      open.set(slice.file.id, source);
      tallies.push(source.tally);
    }
    const { observations, rejected, untold: more } = source.take(slice);
    untold += more;
    if (slice.end) open.delete(slice.file.id);
    judge.observe(observations);
    book.add(observations);
    for (const { offset, length, reason } of rejected)
      yield { type: "rejected", file: slice.file, offset, length, reason };
  }
  for (const request of book.end()) yield { type: "request", ...judge.claim(request) };
  for (const source of tallies) yield { type: "source", source };
  yield* problemsOf(judge, tallies);
  yield { type: "unbound", unbound: book.unbound, evicted: book.evicted() };
  yield { type: "untold", records: untold };
}

function* problemsOf(judge: Judge, tallies: readonly SourceTally[]): Generator<Finding> {
  for (const tally of tallies) {
    const { host, format } = tally;
    for (const columns of headersOf(tally)) judge.noteSource({ host, format, columns });
  }
  for (const host of judge.hosts()) yield { type: "problems", host, problems: judge.problems(host, null) };
}

/** How often, in event time, requests are looked for: often enough to keep memory flat. */
const advanceMs = 1000;

/**
 * A log that steps back has more to come of a time that seemed to be over, and so have the other logs of its host, some of which were quiet before the step. Nothing is decided
 * until all of them are past it again.
 */
const setBackMs = 15 * 60_000;
/** A log that steps back again and again, such as one that two servers write, does not hold all of a bundle in memory. */
const heldMsMax = 3 * 60 * 60_000;

interface OpenSource {
  readonly tally: SourceTally;
  readonly take: (slice: Slice) => {
    readonly observations: readonly Observation[];
    readonly rejected: readonly Rejected[];
    /** Records without an observation. */
    readonly untold: number;
  };
}

function openSource(file: SourceFile, options: AnalyzeOptions): OpenSource {
  const tally = createSourceTally(file, options.hostOf(file, ""));
  const known = options.wayOf?.(file);
  const contexts = createContexts(file, options, known ?? noWay);
  let reader: Reader | null = null;
  return {
    tally,
    take: (slice) => {
      // Not kept from slice to slice: the last records of a thousand finished files would stay alive.
      const found: Found = { records: [], rejected: [], regions: [] };
      reader ??= openReader({ file, offset: slice.offset, context: "" });
      reader.read(slice.bytes, found);
      if (slice.end) reader.end(found);
      countFound(tally, found, slice.bytes.length);
      const observations: Observation[] = [];
      // Gone a second time, its begin would be taken for a step back from its end.
      if (known === undefined) contexts.ahead(found.records, null);
      let untold = 0;
      for (const record of found.records) {
        const context = contexts.of(record);
        const before = observations.length;
        observe(record, context, observations);
        if (observations.length === before) untold += 1;
        noteNewest(tally.newest, record, context);
      }
      return { observations, rejected: found.rejected, untold };
    },
  };
}
