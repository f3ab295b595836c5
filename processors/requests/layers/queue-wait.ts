import type { Layer } from "./layer.ts";
import type { Span } from "./span.ts";

/**
 * How long calls had to wait for a thread, as a function of time. Threads are given out in order of arrival, so calls begin and their runs begin in (almost) the
 * same order: the k-th call holds the k-th run, and the wait changes slowly. Each inner node's expected wait, in ms, is a running median over these ranks.
 */
export function waitByRank(layer: Layer): Float64Array {
  const inners = startOrder(layer.inner.spans);
  const outers = startOrder(layer.outer.spans);
  const waits = inners.map((inner, rank) =>
    waitOf(layer, inner, outers[Math.min(rank, outers.length - 1)] ?? -1),
  );
  return spread(layer, inners, waits);
}

const medianReach = 12;

function spread(layer: Layer, inners: readonly number[], waits: readonly number[]): Float64Array {
  const expected = new Float64Array(layer.inner.spans.length);
  for (const [rank, inner] of inners.entries()) {
    const near = waits
      .slice(Math.max(0, rank - medianReach), rank + medianReach + 1)
      .filter((wait) => !Number.isNaN(wait));
    near.sort((a, b) => a - b);
    expected[inner] = Math.max(0, near[near.length >> 1] ?? 0);
  }
  return expected;
}

function waitOf(layer: Layer, inner: number, outer: number): number {
  const a = layer.inner.spans[inner];
  const b = layer.outer.spans[outer];
  return a === undefined || b === undefined ? Number.NaN : startOf(a) - startOf(b);
}

function startOrder(spans: readonly Span[]): number[] {
  const starts = Float64Array.from(spans, startOf);
  return Array.from(spans.keys()).sort((a, b) => (starts[a] ?? 0) - (starts[b] ?? 0) || a - b);
}

function startOf(span: Span): number {
  return (span.endFrom + span.endTo) / 2 - span.lengthMs;
}
