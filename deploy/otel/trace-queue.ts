import { setImmediate as turn } from "node:timers/promises";
import type { StoredRequest, TraceFate } from "../../processors/contract/index.ts";
import { createSentRequests, isSampled } from "../../processors/traces/index.ts";
import type { TraceSpan } from "../../processors/traces/index.ts";
import type { Log } from "../runtime/log.ts";

export interface OutgoingSpan {
  /** Whose it is. */
  readonly host: string;
  readonly span: TraceSpan;
}

/** Where spans go. Null: they were taken; else why not, after all tries. Never rejects. */
export interface SpanSender {
  send(spans: readonly OutgoingSpan[]): Promise<Error | null>;
  close(): Promise<void>;
}

export interface TraceQueueOptions {
  readonly sender: SpanSender;
  readonly samplePercent: number;
  readonly logTexts: boolean;
  readonly queueTracesMax: number;
  readonly log: Log;
  /** Waits at most so long. */
  readonly wake: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Final requests on their way out as traces. Nobody waits for it: who has something to send leaves it here and goes on.
 *
 * On crash: what was committed and still waits here is not sent; the request itself is kept. On replay: see `SentRequests`. On overload, or while nobody takes anything:
 * what has no place in the queue is dropped, what was tried in vain is dropped, both are counted and logged.
 */
export interface TraceQueue {
  take(requests: readonly StoredRequest[]): void;
  health(): { readonly waiting: number; readonly fates: ReadonlyMap<TraceFate, number> };
  /** Sends what waits, for some seconds at most. */
  close(): Promise<void>;
}

/** Traces in one batch: a few hundred spans. */
const batchTracesMax = 64;
/** Requests whose late evidence would be known as such. */
const sentRequestsMax = 10_000;
const drainMsMax = 5000;

export function createTraceQueue(options: TraceQueueOptions): TraceQueue {
  const work: Work = {
    options,
    sent: createSentRequests(sentRequestsMax, {
      withTexts: options.logTexts,
      percent: options.samplePercent,
    }),
    waiting: [],
    underWay: 0,
    isOver: false,
    fates: new Map(),
    pumping: null,
    isFailing: false,
  };
  return {
    take: (requests) => take(work, requests),
    health: () => ({ waiting: work.waiting.length, fates: work.fates }),
    close: () => close(work),
  };
}

interface Work {
  readonly options: TraceQueueOptions;
  readonly sent: ReturnType<typeof createSentRequests>;
  waiting: StoredRequest[];
  /** Traces that are being sent. */
  underWay: number;
  /** What comes of those that are still being sent is not waited for: it is counted already. */
  isOver: boolean;
  readonly fates: Map<TraceFate, number>;
  pumping: Promise<void> | null;
  isFailing: boolean;
}

function take(work: Work, requests: readonly StoredRequest[]): void {
  const { samplePercent, queueTracesMax, log } = work.options;
  let full = 0;
  for (const request of requests) {
    if (!request.isFinal) continue;
    if (!isSampled(request, samplePercent)) count(work, "not-sampled", 1);
    else if (work.waiting.length < queueTracesMax) work.waiting.push(request);
    else full += 1;
  }
  if (full > 0) {
    count(work, "queue-full", full);
    log.warn("traces are lost: more come than are taken", { traces: full, queueTracesMax });
  }
  if (work.waiting.length > 0) work.pumping ??= pump(work);
}

async function pump(work: Work): Promise<void> {
  // Whoever left something here goes on first.
  await turn();
  while (work.waiting.length > 0 && !work.isOver) await sendBatch(work, nextBatch(work));
  work.pumping = null;
}

/** Ends before a request that is in it already: what of that is late is known when the first is sent. */
function nextBatch({ waiting }: Work): readonly StoredRequest[] {
  const ids = new Set<string>();
  for (const { view } of waiting) {
    if (ids.size >= batchTracesMax || ids.has(view.id)) break;
    ids.add(view.id);
  }
  return waiting.splice(0, ids.size);
}

async function sendBatch(work: Work, batch: readonly StoredRequest[]): Promise<void> {
  const outgoing: OutgoingSpan[] = [];
  const requests: StoredRequest[] = [];
  for (const request of batch) {
    const spans = work.sent.spansOf(request);
    if (spans.length === 0) count(work, work.sent.isKnown(request) ? "sent-before" : "without-time", 1);
    else requests.push(request);
    for (const span of spans) outgoing.push({ host: request.view.host, span });
  }
  if (requests.length === 0) return;
  work.underWay = requests.length;
  const error = await work.options.sender.send(outgoing);
  if (work.isOver) return;
  work.underWay = 0;
  count(work, error === null ? "sent" : "not-taken", requests.length);
  if (error === null) for (const request of requests) work.sent.sent(request);
  sayOutcome(work, error, requests.length);
}

function sayOutcome(work: Work, error: Error | null, traces: number): void {
  const { log } = work.options;
  if (error !== null) log.warn("traces are lost: they were not taken", { error: error.message, traces });
  else if (work.isFailing) log.info("traces are taken again");
  work.isFailing = error !== null;
}

async function close(work: Work): Promise<void> {
  const { sender, wake, log } = work.options;
  const over = new AbortController();
  const drained = Promise.resolve(work.pumping).then(() => sender.close());
  await Promise.race([drained.finally(() => over.abort()), wake(drainMsMax, over.signal)]);
  // Those under way may have arrived; nobody waits to know, so they count as lost.
  const left = work.waiting.splice(0).length + work.underWay;
  if (left === 0) return;
  work.isOver = true;
  count(work, "not-taken", left);
  log.warn("traces are lost: they were not taken before the end", { traces: left });
}

function count({ fates }: Work, fate: TraceFate, traces: number): void {
  fates.set(fate, (fates.get(fate) ?? 0) + traces);
}
