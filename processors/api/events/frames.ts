import { setTimeout as delay } from "node:timers/promises";
import { toApiChange } from "../../contract/index.ts";
import type { Change } from "../../contract/index.ts";

export interface FrameOptions {
  readonly heartbeatMs: number;
  /** Gathers so long what changes, and tells the ids at once; null: tells each change. */
  readonly digestMs: number | null;
  /** The reader was here before and may have missed something. */
  readonly isBack: boolean;
  readonly signal: AbortSignal;
}

/**
 * The event stream as text (HTML Living Standard, 9.2 "Server-sent events"). Nothing is kept for a reader: it pulls, and whoever is too
 * slow for the lookup gets `overflow`, the last event of the stream. After it, or after a break, one asks anew for what one shows.
 */
export async function* frames(changes: AsyncIterable<Change>, options: FrameOptions): AsyncGenerator<string> {
  yield `retry: ${retryMs}\n: scepscope\n\n`;
  let id = 0;
  const frame = (name: string, told: object): string =>
    `id: ${(id += 1)}\nevent: ${name}\ndata: ${JSON.stringify(told)}\n\n`;
  if (options.isBack) yield frame("overflow", { reason: "reconnected" });
  const source = createSource(changes, options.signal);
  for (;;) {
    const change = await source.next(options.heartbeatMs);
    if (change === "ended") return;
    if (change === "quiet") yield ": heartbeat\n\n";
    else if (change.type === "overflow") return yield frame("overflow", { reason: "too slow" });
    else if (options.digestMs === null) yield frame(change.type, toTold(change));
    else {
      const digest = await gather(source, change, options.digestMs);
      yield frame(digest === null ? "overflow" : "digest", digest ?? { reason: "too slow" });
      if (digest === null) return;
    }
  }
}

const retryMs = 2000;

type Told = Exclude<Change, { readonly type: "overflow" }>;

function toTold(change: Told): object {
  if (change.type === "request") return toApiChange(change.request);
  return change.type === "gone" ? { id: change.id, successor: change.successor } : { host: change.host.host };
}

interface Digest {
  readonly requests: readonly string[];
  readonly hosts: readonly string[];
  /** More changed than is named. */
  readonly isMore: boolean;
}

const namesMax = 100;

/** Null: the reader was too slow. */
async function gather(source: Source, first: Told, digestMs: number): Promise<Digest | null> {
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

interface Source {
  next(quietMs: number): Promise<Change | "quiet" | "ended">;
  nextBefore(moment: Promise<"over">): Promise<Change | "over" | "ended">;
}

/** Asks for one change at a time; one that was asked for and did not come in time is waited for again. */
function createSource(changes: AsyncIterable<Change>, signal: AbortSignal): Source {
  const iterator = changes[Symbol.asyncIterator]();
  let asked: Promise<Change | "ended"> | null = null;
  const take = async <T extends string>(moment: Promise<T>): Promise<Change | T | "ended"> => {
    if (signal.aborted) return "ended";
    asked ??= iterator.next().then(({ done, value }) => (done === true ? "ended" : value));
    const first = await Promise.race([asked, moment]);
    if (typeof first !== "string") asked = null;
    return first;
  };
  return {
    next: async (quietMs) => {
      const timer = new AbortController();
      const quiet = delay(quietMs, "quiet" as const, { signal: timer.signal }).catch(() => "quiet" as const);
      return take(quiet).finally(() => timer.abort());
    },
    nextBefore: take,
  };
}
