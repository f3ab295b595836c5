import { toleranceMaxMs } from "./layer.ts";
import type { Layer } from "./layer.ts";
import { suffixMinimum } from "../suffix-minimum.ts";
import { measure, needOf, widened } from "./pair-measures.ts";
import type { Meeting, Pairs } from "./pair-measures.ts";
import { giveBack, takeRoom } from "./pair-room.ts";
import { ranksBy } from "./ranks.ts";
import type { Span } from "./span.ts";

const pairsMax = 1_500_000;

/** A sweep over time: each inner span meets only the outer spans that are open around it. Who has done with them gives their room back. */
export function pairsOf(layer: Layer, mostMs: number = toleranceMaxMs): Pairs {
  const { spans: inners } = layer.inner;
  const { spans: outers } = layer.outer;
  const innerOrder = ranksBy(inners, latestBegin);
  const outerOrder = ranksBy(outers, earliestBegin);
  const leastEnd = leastEnds(inners, innerOrder);
  const growing: Growing = { pairs: takeRoom(2 * inners.length + 16), count: 0 };
  const open: Open = { nodes: [], leastEnd: Number.POSITIVE_INFINITY };
  let next = 0;
  for (let rank = 0; rank < innerOrder.length && growing.count <= pairsMax; rank += 1) {
    const i = innerOrder[rank] ?? 0;
    const inner = inners[i];
    if (inner === undefined) continue;
    const begin = latestBegin(inner) + mostMs;
    for (; next < outerOrder.length; next += 1) {
      const o = outerOrder[next] ?? 0;
      const outer = outers[o];
      if (outer === undefined || earliestBegin(outer) > begin) break;
      if (outer.endTo !== Number.NEGATIVE_INFINITY) enter(open, o, outer.endTo);
    }
    // Those that ended before everything that is still to come.
    leave(open, outers, (leastEnd[rank] ?? 0) - mostMs);
    meetAll(layer, growing, { i, inner, active: open.nodes }, mostMs);
  }
  const { pairs, count } = growing;
  return {
    inner: pairs.inner.subarray(0, count),
    outer: pairs.outer.subarray(0, count),
    measured: pairs.measured,
    capped: count > pairsMax,
  };
}

/** The outer nodes that are open around the sweep. */
interface Open {
  nodes: number[];
  /** Of the first of them, ms UTC. */
  leastEnd: number;
}

function enter(open: Open, node: number, end: number): void {
  open.nodes.push(node);
  open.leastEnd = Math.min(open.leastEnd, end);
}

/** In a push all end within the same second: they are looked through only once one has ended. */
function leave(open: Open, spans: readonly Span[], horizon: number): void {
  if (open.leastEnd >= horizon || open.nodes.length <= 8) return;
  const { nodes } = open;
  open.nodes = [];
  open.leastEnd = Number.POSITIVE_INFINITY;
  for (const node of nodes) {
    const end = spans[node]?.endTo ?? Number.NEGATIVE_INFINITY;
    if (end >= horizon) enter(open, node, end);
  }
}

/** Pairs with room for more. */
interface Growing {
  pairs: Pairs;
  count: number;
}

function meetAll(
  layer: Layer,
  growing: Growing,
  { i, inner, active }: { readonly i: number; readonly inner: Span; readonly active: readonly number[] },
  mostMs: number,
): void {
  // One for all: in a push they would be millions.
  const meeting: Meeting = { inner, outer: inner, core: null };
  for (const o of active) {
    const outer = layer.outer.spans[o];
    if (outer === undefined || outer.endTo < inner.endFrom - mostMs) continue;
    if (growing.count === growing.pairs.inner.length) widen(growing);
    const { pairs, count } = growing;
    meeting.outer = outer;
    meeting.core = layer.core?.(o) ?? null;
    measure(pairs, count, meeting);
    if (needOf(pairs, count) > mostMs || !layer.agrees(i, o)) continue;
    pairs.inner[count] = i;
    pairs.outer[count] = o;
    growing.count += 1;
  }
}

function widen(growing: Growing): void {
  const full = growing.pairs;
  growing.pairs = widened(full);
  giveBack(full);
}

function latestBegin(span: Span): number {
  return span.endTo - span.lengthMs;
}

function earliestBegin(span: Span): number {
  return span.endFrom - span.lengthMs;
}

/** Of each inner span in their order: where it, or any behind it, ends at the earliest. */
function leastEnds(inners: readonly Span[], order: Int32Array): Float64Array {
  const ends = new Float64Array(order.length);
  for (let rank = 0; rank < order.length; rank += 1)
    ends[rank] = inners[order[rank] ?? 0]?.endFrom ?? Number.POSITIVE_INFINITY;
  return suffixMinimum(ends);
}
