import type { MatchingProblem } from "../../../../../processors/requests/matching/index.ts";

export interface Shape {
  readonly sideMax: number;
  /** Chance of each pair to have an edge; what is above 1 is the chance of a second one. */
  readonly density: number;
  readonly mustShare: number;
  /** Costs are multiples of it, so that ties happen; 0: any number. */
  readonly costStep: number;
  readonly costMax: number;
}

export type Random = () => number;

/** Mulberry32: small, seeded, the same everywhere. */
export function createRandom(seed: number): Random {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function randomProblem(random: Random, shape: Shape): MatchingProblem {
  const leftCount = Math.floor(random() * (shape.sideMax + 1));
  const rightCount = Math.floor(random() * (shape.sideMax + 1));
  const cost = (): number => {
    const value = (random() - 0.25) * shape.costMax;
    return shape.costStep === 0 ? value : Math.round(value / shape.costStep) * shape.costStep;
  };
  const edges: { left: number; right: number; cost: number }[] = [];
  for (let left = 0; left < leftCount; left++) {
    for (let right = 0; right < rightCount; right++) {
      if (random() < shape.density) edges.push({ left, right, cost: cost() });
      if (random() < shape.density - 1) edges.push({ left, right, cost: cost() });
    }
  }
  const must = (count: number): Uint8Array =>
    Uint8Array.from({ length: count }, () => (random() < shape.mustShare ? 1 : 0));
  const alone = (count: number): Float64Array => Float64Array.from({ length: count }, cost);
  return {
    leftCount,
    rightCount,
    leftMust: must(leftCount),
    rightMust: must(rightCount),
    leftAloneCost: alone(leftCount),
    rightAloneCost: alone(rightCount),
    edges: {
      left: Int32Array.from(edges, (edge) => edge.left),
      right: Int32Array.from(edges, (edge) => edge.right),
      cost: Float64Array.from(edges, (edge) => edge.cost),
    },
  };
}
