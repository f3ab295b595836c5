import { expect, it } from "vitest";
import { waitByRank } from "../../../../../processors/requests/layers/queue-wait.ts";
import { spanOf } from "../../../../../processors/requests/layers/span.ts";
import type { Layer, Side } from "../../../../../processors/requests/layers/layer.ts";

/** Calls that come every 20 ms, and wait longer and longer for a thread. */
const count = 60;
const waitOf = (index: number): number => index * 15;
const side = (spans: Side["spans"]): Side => ({
  spans,
  must: spans.map(() => true),
  whole: spans.map(() => true),
});
const places = Array.from({ length: count }, (_, index) => index);
const layer: Layer = {
  inner: side(places.map((index) => spanOf(index * 20 + waitOf(index), index * 20 + waitOf(index) + 200))),
  outer: side(places.map((index) => spanOf(index * 20, index * 20 + waitOf(index) + 230))),
  agrees: () => true,
};

it("the expected wait follows the queue", () => {
  const waits = waitByRank(layer);
  // A median over neighbours lags at the ends only.
  for (const index of places.slice(12, -12))
    expect(Math.abs((waits[index] ?? 0) - waitOf(index))).toBeLessThan(16);
});

it("one call too many shifts the ranks, and the expected wait by one interval only", () => {
  const { inner, outer } = layer;
  const more = { ...layer, inner, outer: side([spanOf(301, 340), ...outer.spans]) };
  const waits = waitByRank(more);
  for (const index of places.slice(24, -12))
    expect(Math.abs((waits[index] ?? 0) - waitOf(index))).toBeLessThan(16 + 20);
});
