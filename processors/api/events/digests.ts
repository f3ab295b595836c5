import { setTimeout as delay } from "node:timers/promises";
import type { Change } from "../../contract/index.ts";
import { createChangeSource } from "./change-source.ts";
import type { ChangeSource } from "./change-source.ts";
import { frameOf, heartbeat, overflow } from "./frames.ts";
import type { Frame, Told } from "./frames.ts";

export interface DigestOptions {
  readonly changes: (signal: AbortSignal) => AsyncIterable<Change>;
  readonly heartbeatMs: number;
}

/**
 * What pages are told: the ids of what has changed, gathered for some time. Pages that ask for the same pace share one look at the changes and one text, so a page more
 * costs a write and nothing else; with thousands of them the pace slows down, because writing to them all must leave time for everything else.
 *
 * Nothing is kept over a crash: a page that comes back asks anew. Overload: a page that does not take a few digests gets `overflow`, the last that it hears.
 */
export interface Digests {
  /** From this call on, until aborted. */
  read(digestMs: number, signal: AbortSignal): AsyncIterable<Frame>;
}

export function createDigests(options: DigestOptions): Digests {
  const rounds = new Map<number, Round>();
  const begin = (digestMs: number): Round => {
    const round: Round = { digestMs, readers: new Set(), stop: new AbortController() };
    rounds.set(digestMs, round);
    const source = createChangeSource(options.changes(round.stop.signal), round.stop.signal);
    const over = (error: Error | null): void => {
      if (rounds.get(digestMs) === round) rounds.delete(digestMs);
      for (const reader of round.readers) end(reader, error);
    };
    run(round, source, options.heartbeatMs).then(
      () => over(null),
      (error: unknown) => over(error instanceof Error ? error : new Error(String(error))),
    );
    return round;
  };
  const leave = (round: Round, reader: Reader): void => {
    round.readers.delete(reader);
    end(reader, null);
    if (round.readers.size > 0) return;
    if (rounds.get(round.digestMs) === round) rounds.delete(round.digestMs);
    round.stop.abort();
  };
  return {
    read: (digestMs, signal) => {
      const reader: Reader = { queue: [], isOver: signal.aborted, error: null, wake: () => {} };
      if (signal.aborted) return queued(reader);
      const round = rounds.get(digestMs) ?? begin(digestMs);
      round.readers.add(reader);
      signal.addEventListener("abort", () => leave(round, reader), { once: true });
      return queued(reader);
    },
  };
}

interface Round {
  readonly digestMs: number;
  readonly readers: Set<Reader>;
  readonly stop: AbortController;
}

interface Reader {
  queue: Frame[];
  isOver: boolean;
  /** What the lookup failed with; null: nothing. */
  error: Error | null;
  wake: () => void;
}

/** Digests that wait for one page. */
const queueMax = 8;
/** So long is not written to others for each page that is written to: with 10,000 the pace is a second. */
const readerMs = 0.1;

async function run(round: Round, source: ChangeSource, heartbeatMs: number): Promise<void> {
  for (;;) {
    const change = await source.next(heartbeatMs);
    if (change === "ended") return;
    const frame = change === "quiet" ? heartbeat : await digestOf(source, change, paceOf(round));
    for (const reader of round.readers) offer(reader, frame);
    if (frame.name === "overflow") return;
  }
}

function paceOf({ digestMs, readers }: Round): number {
  return Math.max(digestMs, readers.size * readerMs);
}

async function digestOf(source: ChangeSource, first: Change, digestMs: number): Promise<Frame> {
  const digest = first.type === "overflow" ? null : await gather(source, first, digestMs);
  return digest === null ? overflow("too slow") : frameOf("digest", digest);
}

interface Digest {
  readonly requests: readonly string[];
  readonly hosts: readonly string[];
  /** More changed than is named. */
  readonly isMore: boolean;
}

const namesMax = 100;

/** Null: we were too slow ourselves. */
async function gather(source: ChangeSource, first: Told, digestMs: number): Promise<Digest | null> {
  const requests = new Set<string>();
  const hosts = new Set<string>();
  let isMore = false;
  const note = (change: Told): void => {
    const names = change.type === "host" ? hosts : requests;
    if (names.size >= namesMax) isMore = true;
    else names.add(change.type === "host" ? change.host.host : idOf(change));
  };
  note(first);
  const over = delay(digestMs, "over" as const);
  for (;;) {
    const change = await source.nextBefore(over);
    if (change === "over" || change === "ended")
      return { requests: [...requests], hosts: [...hosts], isMore };
    if (change.type === "overflow") return null;
    note(change);
  }
}

function idOf(change: Exclude<Told, { readonly type: "host" }>): string {
  return change.type === "request" ? change.request.view.id : change.id;
}

function offer(reader: Reader, frame: Frame): void {
  const isFull = reader.queue.length >= queueMax;
  if (frame.name === "heartbeat" && reader.queue.length > 0) return;
  if (isFull) reader.queue = [overflow("too slow")];
  else reader.queue.push(frame);
  reader.isOver ||= isFull;
  reader.wake();
}

function end(reader: Reader, error: Error | null): void {
  reader.isOver = true;
  reader.error = error;
  reader.wake();
}

async function* queued(reader: Reader): AsyncGenerator<Frame> {
  for (;;) {
    yield* reader.queue.splice(0);
    if (reader.queue.length > 0) continue;
    if (reader.error !== null) throw reader.error;
    if (reader.isOver) return;
    await new Promise<void>((resolve) => {
      reader.wake = resolve;
    });
  }
}
