import { describe, expect, it } from "vitest";
import { bindTwice } from "../../../../../processors/requests/layers/bind-twice.ts";
import { emptyLearned } from "../../../../../processors/requests/layers/layer.ts";
import type { Layer, LayerResult } from "../../../../../processors/requests/layers/layer.ts";
import { spanOf } from "../../../../../processors/requests/layers/span.ts";
import type { Span } from "../../../../../processors/requests/layers/span.ts";

/** Two runs that began just after each other, and two calls that can hold either. */
const runs = [spanOf(310, 699), spanOf(318, 687)];
const calls: readonly Span[] = [
  { endFrom: 695, endTo: 1000, lengthMs: 396 },
  { endFrom: 695, endTo: 1000, lengthMs: 420 },
];

function layerOf(outer: readonly Span[]): Layer {
  return {
    inner: { spans: runs, must: runs.map(() => true), whole: runs.map(() => true) },
    outer: {
      spans: outer.map((span) => ({ ...span })),
      must: outer.map(() => false),
      whole: outer.map(() => true),
    },
    agrees: () => true,
  };
}

function bind(likely: readonly Span[]): LayerResult {
  return bindTwice(
    { certain: layerOf(calls), likely: layerOf(likely), stamped: layerOf(calls) },
    emptyLearned(),
  );
}

/** The second call ended too late for either run, says the order of the rows. */
const late = calls.map((call, index) => (index === 1 ? { ...call, endFrom: 990 } : call));

describe("what one reading of the rows excludes", () => {
  it("is bound to nothing where the other allows it, and is a candidate all the same", () => {
    const result = bind(late);
    expect(result.gradeOfInner).toEqual([null, null]);
    expect(result.outerLeft).toEqual([false, false]);
    expect(new Set([...result.candidatesOfInner.values()].flat())).toEqual(new Set([0, 1]));
  });

  it("adds no candidate that the likely reading has for another run", () => {
    const result = bind(calls);
    expect(result.gradeOfInner).toEqual([null, null]);
    expect(
      [...result.candidatesOfInner].map(([inner, outers]) => [inner, outers.toSorted((a, b) => a - b)]),
    ).toEqual([
      [0, [0, 1]],
      [1, [0, 1]],
    ]);
  });
});
