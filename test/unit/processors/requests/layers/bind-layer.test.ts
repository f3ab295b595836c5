import { describe, expect, it } from "vitest";
import { bindLayer } from "../../../../../processors/requests/layers/bind-layer.ts";
import { emptyLearned } from "../../../../../processors/requests/layers/layer.ts";
import type { Layer, LayerResult, Learned, Side } from "../../../../../processors/requests/layers/layer.ts";
import { spanOf } from "../../../../../processors/requests/layers/span.ts";
import type { Span } from "../../../../../processors/requests/layers/span.ts";

interface Given {
  readonly inner: readonly Span[];
  readonly outer: readonly Span[];
  /** Nothing: all are musts, and whole. */
  readonly innerMust?: boolean;
  readonly outerMust?: boolean;
  readonly innerWhole?: boolean;
  readonly agrees?: Layer["agrees"];
  readonly core?: Layer["core"];
  readonly learned?: Learned;
}

function bind(given: Given): LayerResult {
  const side = (spans: readonly Span[], must = true, whole = true): Side => ({
    // A layer narrows what it is given.
    spans: spans.map((span) => ({ ...span })),
    must: spans.map(() => must),
    whole: spans.map(() => whole),
  });
  const layer: Layer = {
    inner: side(given.inner, given.innerMust, given.innerWhole),
    outer: side(given.outer, given.outerMust),
    agrees: given.agrees ?? (() => true),
    ...(given.core === undefined ? {} : { core: given.core }),
  };
  return bindLayer(layer, given.learned ?? emptyLearned());
}

/** `exact 0`: bound to the outer node 0; `null`: to none. */
function told({ partnerOfInner, gradeOfInner }: LayerResult): (string | null)[] {
  return gradeOfInner.map((grade, inner) => (grade === null ? null : `${grade} ${partnerOfInner[inner]}`));
}

/** A row that ended somewhere in the second from `second` on. */
const inSecond = (second: number, lengthMs: number): Span => ({
  endFrom: second,
  endTo: second + 1000,
  lengthMs,
});

/** Calls of 300 ms, one every ten seconds, each with a run of 280 ms in it. */
function apart(count: number, shiftMs = 0) {
  const places = Array.from({ length: count }, (_, index) => index * 10_000);
  return {
    inner: places.map((at) => spanOf(at + 10 + shiftMs, at + 290 + shiftMs)),
    outer: places.map((at) => spanOf(at, at + 300)),
  };
}

describe("a pair is exact", () => {
  it.each([
    { name: "one inside of the other", inner: [spanOf(10, 290)], outer: [spanOf(0, 300)] },
    { name: "as far as a coarse clock tick goes", inner: [spanOf(-17, 290)], outer: [spanOf(0, 300)] },
    { name: "a row that can have ended in time", inner: [inSecond(0, 280)], outer: [spanOf(0, 300)] },
  ])("when it is the only one possible: $name", ({ inner, outer }) => {
    expect(told(bind({ inner, outer }))).toEqual(["exact 0"]);
  });

  it("when containment leaves one way only to give every must a partner", () => {
    const { inner, outer } = {
      inner: [spanOf(110, 190), spanOf(40, 260)],
      outer: [spanOf(100, 200), spanOf(0, 300)],
    };
    expect(told(bind({ inner, outer }))).toEqual(["exact 0", "exact 1"]);
  });

  it("when other evidence forbids its rivals", () => {
    const inner = [spanOf(10, 290), spanOf(11, 291)];
    const outer = [spanOf(0, 300), spanOf(1, 301)];
    expect(told(bind({ inner, outer, agrees: (i, o) => i === o }))).toEqual(["exact 0", "exact 1"]);
  });

  it("when its core shows which one it is", () => {
    const outer = [spanOf(0, 1000), spanOf(10, 1010)];
    const inner = [spanOf(100, 400), spanOf(500, 900)];
    const cores = [spanOf(510, 880), spanOf(110, 390)];
    const result = bind({ inner, outer, core: (o) => cores[o] ?? null });
    expect(told(result)).toEqual(["exact 1", "exact 0"]);
  });
});

describe("a pair is not exact", () => {
  it("when a rival fits as well: then it is not bound, and both are candidates", () => {
    const result = bind({
      inner: [spanOf(100, 200), spanOf(100, 200)],
      outer: [spanOf(0, 300), spanOf(0, 300)],
    });
    expect(told(result)).toEqual([null, null]);
    expect(
      [...result.candidatesOfInner].map(([inner, outers]) => [inner, outers.toSorted((a, b) => a - b)]),
    ).toEqual([
      [0, [0, 1]],
      [1, [0, 1]],
    ]);
    expect(result.outerLeft).toEqual([false, false]);
  });

  it("when its side may stay alone and a rival fits", () => {
    const result = bind({
      inner: [spanOf(100, 200)],
      outer: [spanOf(0, 300), spanOf(50, 260)],
      outerMust: false,
    });
    expect(told(result)[0]).not.toMatch(/^exact/);
  });

  it("when its grammar is not whole", () => {
    expect(told(bind({ inner: [spanOf(10, 290)], outer: [spanOf(0, 300)], innerWhole: false }))).toEqual([
      "probable 0",
    ]);
  });

  it("near a must that stays alone, which proves that records are lost there", () => {
    const { inner, outer } = apart(40);
    const lost = inner.filter((_, index) => index !== 20);
    const close = [...lost, spanOf(201_000, 201_100)];
    const result = bind({ inner: close, outer: [...outer, spanOf(200_950, 201_150)] });
    expect(told(result).at(-1)).toBe("probable 40");
    expect(result.gradeOfInner.filter((grade) => grade === "exact")).toHaveLength(39);
  });
});

describe("a node is alone", () => {
  it.each([
    { name: "too long", inner: [spanOf(-100, 400)], outer: [spanOf(0, 300)] },
    { name: "too early", inner: [spanOf(-40, 200)], outer: [spanOf(0, 300)] },
    { name: "too late", inner: [spanOf(100, 340)], outer: [spanOf(0, 300)] },
    { name: "a row of another second", inner: [inSecond(2000, 100)], outer: [spanOf(0, 1500)] },
  ])("when it lies in no other: $name", ({ inner, outer }) => {
    const result = bind({ inner, outer });
    expect([told(result), result.outerLeft]).toEqual([[null], [true]]);
  });
});

describe("a layer of which much is lost", () => {
  it("has nothing exact when a few per cent of its musts stay alone", () => {
    const { inner, outer } = apart(100);
    const result = bind({ inner: inner.filter((_, index) => index % 15 !== 7), outer });
    expect(result.off).toBe(false);
    expect(new Set(result.gradeOfInner)).toEqual(new Set(["probable"]));
  });

  it("binds nothing when many stay alone", () => {
    const { inner, outer } = apart(100);
    const result = bind({ inner: inner.filter((_, index) => index % 3 !== 1), outer });
    expect(result.off).toBe(true);
    expect(new Set(result.gradeOfInner)).toEqual(new Set([null]));
  });

  it("binds nothing when one clock is far off", () => {
    expect(bind(apart(60, 1000)).off).toBe(true);
  });

  it("still binds with certainty when one record of many is lost", () => {
    const { inner, outer } = apart(100);
    const result = bind({ inner: inner.slice(1), outer });
    expect(result.gradeOfInner.filter((grade) => grade === "exact").length).toBeGreaterThanOrEqual(98);
  });
});

describe("what was learned", () => {
  it("narrows the tolerance: pairs that never broke containment exclude one that would", () => {
    const learned = emptyLearned();
    bind({ ...apart(60), learned });
    const pair = {
      inner: [spanOf(10, 290), spanOf(20, 306)],
      outer: [spanOf(0, 300), spanOf(15, 310)],
    };
    expect(told(bind({ ...pair, learned }))).toEqual(["exact 0", "exact 1"]);
  });

  it("gives way where a must has no partner within it, and has one within the widest", () => {
    const learned = emptyLearned();
    bind({ ...apart(60), learned });
    const crossed = {
      inner: [spanOf(-12, 268), spanOf(5, 290)],
      outer: [spanOf(0, 300), spanOf(10, 320)],
    };
    expect(told(bind({ ...crossed, learned }))).toEqual(["exact 0", "exact 1"]);
  });

  it("keeps a tolerance that the pairs of the log show to be needed", () => {
    const learned = emptyLearned();
    const { inner, outer } = apart(60);
    const early = inner.map(({ endFrom, lengthMs }) => spanOf(endFrom - lengthMs - 22, endFrom - 22));
    expect(bind({ inner: early, outer, learned }).gradeOfInner).not.toContain(null);
    expect(bind({ inner: [spanOf(-12, 268)], outer: [spanOf(0, 300)], learned }).gradeOfInner).toEqual([
      "exact",
    ]);
  });

  it("weighs: of two that are possible, the wait that all others had is probable", () => {
    const learned = emptyLearned();
    const { inner, outer } = apart(200);
    bind({ inner, outer, learned });
    const result = bind({
      inner: [spanOf(10, 290)],
      outer: [spanOf(0, 300), spanOf(-9000, 9000)],
      outerMust: false,
      learned,
    });
    expect(told(result)).toEqual(["probable 0"]);
  });

  it("does not depend on which of the pairs came first", () => {
    const { inner, outer } = apart(40);
    const forward = emptyLearned();
    const backward = emptyLearned();
    bind({ inner, outer, learned: forward });
    bind({ inner: inner.toReversed(), outer: outer.toReversed(), learned: backward });
    expect(backward).toEqual(forward);
  });
});
