import type { Layer } from "./layer.ts";
import { ranksBy } from "./ranks.ts";
import type { Span } from "./span.ts";

/**
 * How long calls had to wait for a thread, as a function of time. Threads are given out in order of arrival, so calls begin and their runs begin in (almost) the
 * same order: the k-th call holds the k-th run, and the wait changes slowly. Each inner node's expected wait, in ms, is a running median over these ranks.
 */
export function waitByRank(layer: Layer): Float64Array {
  const inners = ranksBy(layer.inner.spans, startOf);
  const outers = ranksBy(layer.outer.spans, startOf);
  const waits = new Float64Array(inners.length);
  for (let rank = 0; rank < inners.length; rank += 1)
    waits[rank] = waitOf(layer, inners[rank] ?? 0, outers[Math.min(rank, outers.length - 1)] ?? -1);
  return spread(inners, waits);
}

const medianReach = 12;

function spread(inners: Int32Array, waits: Float64Array): Float64Array {
  const expected = new Float64Array(inners.length);
  const near = new Float64Array(2 * medianReach + 1);
  for (let rank = 0; rank < inners.length; rank += 1) {
    let count = 0;
    const end = Math.min(waits.length, rank + medianReach + 1);
    for (let other = Math.max(0, rank - medianReach); other < end; other += 1) {
      const wait = waits[other] ?? Number.NaN;
      if (!Number.isNaN(wait)) near[count++] = wait;
    }
    near.subarray(0, count).sort();
    expected[inners[rank] ?? 0] = count === 0 ? 0 : Math.max(0, near[count >> 1] ?? 0);
  }
  return expected;
}

function waitOf(layer: Layer, inner: number, outer: number): number {
  const a = layer.inner.spans[inner];
  const b = layer.outer.spans[outer];
  return a === undefined || b === undefined ? Number.NaN : startOf(a) - startOf(b);
}

function startOf(span: Span): number {
  return (span.endFrom + span.endTo) / 2 - span.lengthMs;
}
