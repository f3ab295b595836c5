import { describe, expect, it } from "vitest";
import { matchGrades } from "../../../../../processors/requests/matching/index.ts";
import { bindLayer } from "../../../../../processors/requests/layers/bind-layer.ts";
import { exactWhenWide } from "../../../../../processors/requests/layers/exact-when-wide.ts";
import { emptyLearned } from "../../../../../processors/requests/layers/layer.ts";
import type { Layer, LayerResult, Side } from "../../../../../processors/requests/layers/layer.ts";
import { pairsOf } from "../../../../../processors/requests/layers/pairs.ts";
import { settle } from "../../../../../processors/requests/layers/settle.ts";
import { spanOf } from "../../../../../processors/requests/layers/span.ts";
import type { Span } from "../../../../../processors/requests/layers/span.ts";
import { createRandom } from "../matching/random-problem.ts";
import type { Random } from "../matching/random-problem.ts";

const wideMs = 150;

function layerOf(inner: readonly Span[], outer: readonly Span[], must: (node: number) => boolean): Layer {
  const side = (spans: readonly Span[]): Side => ({
    spans,
    must: spans.map((_, node) => must(node)),
    whole: spans.map(() => true),
  });
  return { inner: side(inner), outer: side(outer), agrees: () => true };
}

/** Calls with a run in each, some of them close together; rows and runs may be missing. */
function randomLayer(random: Random): Layer {
  const [inner, outer]: [Span[], Span[]] = [[], []];
  for (let at = 0, count = 2 + Math.floor(random() * 14); count > 0; count -= 1) {
    at += random() < 0.5 ? random() * 150 : random() * 900;
    const tookMs = 200 + random() * 300;
    if (random() < 0.93) outer.push(spanOf(at, at + tookMs));
    if (random() < 0.93) inner.push(spanOf(at + random() * 15, at + tookMs - random() * 15));
  }
  const mustShare = random();
  const musts = inner.map(() => random() < mustShare);
  return layerOf(inner, outer, (node) => musts[node] ?? true);
}

/** What the whole layer says with clocks so far apart. */
function wholly(layer: Layer, found: LayerResult): number[] {
  const pairs = pairsOf(layer, wideMs);
  const { grade } = settle(layer, pairs, { waits: null, toleranceMs: wideMs }).matching;
  return [...found.gradeOfInner.keys()].filter(
    (inner) => found.gradeOfInner[inner] === "exact" && grade[inner] === matchGrades.exact,
  );
}

/** Each node that must have a partner has one. */
function isServed({ inner, outer }: Layer, { tentativeOfInner }: LayerResult): boolean {
  const taken = new Set(tentativeOfInner);
  return (
    inner.must.every((must, node) => !must || (tentativeOfInner[node] ?? -1) >= 0) &&
    outer.must.every((must, node) => !must || taken.has(node))
  );
}

describe("an exact pair stays exact with clocks 150 ms apart", () => {
  it("where no other is near", () => {
    const calls = [0, 5000].map((at) => spanOf(at, at + 300));
    const runs = [10, 5010].map((at) => spanOf(at, at + 280));
    const layer = layerOf(runs, calls, () => true);
    expect([...exactWhenWide(layer, bindLayer(layer, emptyLearned()))]).toEqual([0, 1]);
  });

  it("and not where it and a neighbour could change partners", () => {
    const calls = [0, 100].map((at) => spanOf(at, at + 300));
    const runs = [10, 110].map((at) => spanOf(at, at + 280));
    const layer = layerOf(runs, calls, () => true);
    const found = bindLayer(layer, emptyLearned());
    expect(found.gradeOfInner).toEqual(["exact", "exact"]);
    expect([...exactWhenWide(layer, found)]).toEqual([]);
  });

  it("never where the whole layer says otherwise, and just as the whole layer says where every must has its partner", () => {
    const random = createRandom(7);
    const seen = { served: 0, exact: 0, lost: 0 };
    for (let round = 0; round < 3000; round += 1) {
      const layer = randomLayer(random);
      const found = bindLayer(layer, emptyLearned());
      const short = [...exactWhenWide(layer, found)];
      const whole = wholly(layer, found);
      expect(whole).toEqual(expect.arrayContaining(short));
      seen.exact += whole.length;
      seen.lost += found.gradeOfInner.filter((grade) => grade === "exact").length - whole.length;
      if (!isServed(layer, found)) continue;
      seen.served += 1;
      expect(short).toEqual(whole);
    }
    // Each of the cases was there.
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(500);
  });
});
