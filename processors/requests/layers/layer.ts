import type { Span } from "./span.ts";
import { copyLatency, emptyLatency } from "./latency.ts";
import type { Latency } from "./latency.ts";

/**
 * One bipartite, one-to-one layer: `inner` spans that lie inside `outer` spans. All arrays of a side have one entry a node.
 */
export interface Side {
  readonly spans: readonly Span[];
  /** The partner of this node has to be in the log. */
  readonly must: readonly boolean[];
  /** Its grammar is complete; else it can be bound as probable at best. */
  readonly whole: readonly boolean[];
}

export interface Layer {
  readonly inner: Side;
  readonly outer: Side;
  /** What, besides time, forbids a pair; both are indices. */
  readonly agrees: (inner: number, outer: number) => boolean;
  /** A stretch that the outer node is known to hold and that the inner one has to hold as well. */
  readonly core?: (outer: number) => Span | null;
  /** Inner spans wait for their turn, in order: the wait before is judged by how much it differs from that of its neighbours. */
  readonly queued?: boolean;
  /** Margin where two meet two; it grows with the size of the knot. A row is one record: less is at stake than with a run of many. */
  readonly smallMarginNats?: number;
  /** How much worse the best alternative has to be, in nats; default 3. */
  readonly marginNats?: number;
}

/** What a layer has learned so far, from earlier segments. Carried, and part of the state of a live pipeline. */
export interface Learned {
  readonly before: Latency;
  readonly after: Latency;
  /** Between the inner span and the core that it holds. */
  readonly coreBefore: Latency;
  readonly coreAfter: Latency;
  /** Pairs without a rival, and by how much the worst of them broke containment. */
  pairs: number;
  worstMs: number;
  /** Nodes that had to have a partner, and those that could not. */
  musts: number;
  stranded: number;
}

export type Bound = "exact" | "probable";

export interface LayerResult {
  /** Index of the outer node, or -1. */
  readonly partnerOfInner: Int32Array;
  readonly gradeOfInner: readonly (Bound | null)[];
  /** The partner in the cheapest matching, clear or not; -1: alone. It counts, it does not bind. */
  readonly tentativeOfInner: Int32Array;
  /** Outer nodes that fit an unbound inner one, nearest first, at most `candidatesMax`. */
  readonly candidatesOfInner: ReadonlyMap<number, readonly number[]>;
  /** The outer node certainly, or by the margin, has no partner here. */
  readonly outerLeft: readonly boolean[];
  /** Share of nodes without the partner that they must have was so high that nothing was bound. */
  readonly off: boolean;
  /** Where an inner span ended, as far as its partner, or all that are possible, tell more than was known. */
  readonly endsOfInner: ReadonlyMap<number, { readonly from: number; readonly to: number }>;
}

export const candidatesMax = 8;
/** One coarse clock tick (15.6 ms) and rounding. */
export const toleranceMaxMs = 17;

export function emptyLearned(): Learned {
  return {
    before: emptyLatency(),
    after: emptyLatency(),
    coreBefore: emptyLatency(),
    coreAfter: emptyLatency(),
    pairs: 0,
    worstMs: 0,
    musts: 0,
    stranded: 0,
  };
}

export function copyLearned(learned: Learned): Learned {
  return {
    ...learned,
    before: copyLatency(learned.before),
    after: copyLatency(learned.after),
    coreBefore: copyLatency(learned.coreBefore),
    coreAfter: copyLatency(learned.coreAfter),
  };
}
