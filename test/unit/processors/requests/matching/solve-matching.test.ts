import { describe, expect, test } from "vitest";

import {
  solveMatching,
  type MatchingProblem,
  type MatchingResult,
} from "../../../../../processors/requests/matching/index.ts";
import { denseCost } from "./dense-reference.ts";
import { createRandom, randomProblem } from "./random-problem.ts";

/** `must` marks nodes that need a partner; staying alone costs 10 for all others. */
interface Example {
  readonly name: string;
  readonly leftMust: readonly number[];
  readonly rightMust: readonly number[];
  readonly edges: readonly (readonly [left: number, right: number, cost: number])[];
  readonly wanted: Partial<Record<keyof MatchingResult, unknown>>;
}

const examples: readonly Example[] = [
  {
    name: "a run with one possible row is exact, however unlikely",
    leftMust: [1],
    rightMust: [0],
    edges: [[0, 0, 500]],
    wanted: { partnerOfLeft: [0], grade: [1], rightAlone: [0] },
  },
  {
    name: "two optional nodes are never exact",
    leftMust: [0],
    rightMust: [0],
    edges: [[0, 0, 1]],
    wanted: { partnerOfLeft: [0], grade: [2] },
  },
  {
    name: "two optional nodes stay alone when together they cost more",
    leftMust: [0],
    rightMust: [0],
    edges: [[0, 0, 24]],
    wanted: { partnerOfLeft: [-1], grade: [0], rightAlone: [2] },
  },
  {
    name: "a chain of musts is exact from its end",
    leftMust: [1, 1, 1],
    rightMust: [0, 0, 0],
    edges: [
      [0, 0, 9],
      [1, 0, 0],
      [1, 1, 9],
      [2, 1, 0],
      [2, 2, 9],
    ],
    wanted: { partnerOfLeft: [0, 1, 2], grade: [1, 1, 1], edgeUse: [2, 0, 2, 0, 2] },
  },
  {
    name: "two runs and two rows that fit both ways are told apart by cost",
    leftMust: [1, 1],
    rightMust: [1, 1],
    edges: [
      [0, 0, 0],
      [0, 1, 2],
      [1, 0, 2],
      [1, 1, 0],
    ],
    wanted: { partnerOfLeft: [0, 1], grade: [2, 2], edgeUse: [2, 1, 1, 2] },
  },
  {
    name: "below the margin they are ambiguous",
    leftMust: [1, 1],
    rightMust: [1, 1],
    edges: [
      [0, 0, 0],
      [0, 1, 1],
      [1, 0, 1],
      [1, 1, 0],
    ],
    wanted: { partnerOfLeft: [0, 1], grade: [3, 3] },
  },
  {
    name: "the spare row of a run is a candidate when it is near, and left over when it is far",
    leftMust: [1],
    rightMust: [0, 0, 0],
    edges: [
      [0, 0, 0],
      [0, 1, 2],
      [0, 2, 4],
    ],
    wanted: { partnerOfLeft: [0], grade: [3], rightAlone: [0, 3, 2] },
  },
  {
    name: "a row without any possible run is certainly alone",
    leftMust: [1],
    rightMust: [0, 0],
    edges: [[0, 0, 0]],
    wanted: { rightAlone: [0, 1], stranded: { left: [], right: [] } },
  },
  {
    name: "two musts for one row: the cheaper gets it, the other is stranded",
    leftMust: [1, 1],
    rightMust: [0],
    edges: [
      [0, 0, 5],
      [1, 0, 1],
    ],
    wanted: { partnerOfLeft: [-1, 0], grade: [0, 2], stranded: { left: [0], right: [] } },
  },
  {
    name: "serving a must comes before any cost",
    leftMust: [1, 0],
    rightMust: [0],
    edges: [
      [0, 0, 1000],
      [1, 0, -1000],
    ],
    wanted: { partnerOfLeft: [0, -1], grade: [1, 0], edgeUse: [2, 0] },
  },
  {
    name: "no nodes, no edges",
    leftMust: [],
    rightMust: [],
    edges: [],
    wanted: { partnerOfLeft: [], grade: [], capped: false },
  },
];

describe("solveMatching", () => {
  test.each(examples)("$name", ({ wanted, ...example }) => {
    const result = solveMatching(problemOf(example));
    for (const [field, value] of Object.entries(wanted)) {
      expect(plain(Reflect.get(result, field)), field).toEqual(value);
    }
  });

  test("the margin is an option", () => {
    const problem = problemOf({
      leftMust: [1],
      rightMust: [0, 0],
      edges: [
        [0, 0, 0],
        [0, 1, 2],
      ],
    });
    expect(plain(solveMatching(problem, { marginNats: 2 }).grade)).toEqual([2]);
    expect(plain(solveMatching(problem, { marginNats: 2.1 }).grade)).toEqual([3]);
  });

  test("equal input gives an equal result", () => {
    const problem = largeProblem(7, 200, 0.05, 0.7);
    expect(solveMatching(problem)).toEqual(solveMatching(problem));
  });

  test.each([
    ["a short column", { leftMust: new Uint8Array(2) }],
    [
      "an edge to nowhere",
      { edges: { left: Int32Array.of(0), right: Int32Array.of(3), cost: Float64Array.of(0) } },
    ],
    [
      "a negative node",
      { edges: { left: Int32Array.of(-1), right: Int32Array.of(0), cost: Float64Array.of(0) } },
    ],
    [
      "a cost that is no number",
      { edges: { left: Int32Array.of(0), right: Int32Array.of(0), cost: Float64Array.of(NaN) } },
    ],
    ["an optional node that may never be alone", { rightAloneCost: Float64Array.of(Infinity) }],
  ])("%s is our own mistake and is asserted", (_name, part) => {
    const problem = problemOf({ leftMust: [1], rightMust: [0], edges: [[0, 0, 0]] });
    expect(() => solveMatching({ ...problem, ...part })).toThrow(RangeError);
  });
});

describe("large graphs", () => {
  test.each([
    { side: 60, density: 0.2, mustShare: 0.8 },
    { side: 120, density: 0.05, mustShare: 0.5 },
    { side: 120, density: 0.9, mustShare: 1 },
    { side: 150, density: 0.02, mustShare: 0.9 },
  ])(
    "of $side a side, density $density: the cost is that of the textbook method",
    ({ side, density, mustShare }) => {
      const mustNats = 1e5;
      for (let seed = 0; seed < 3; seed++) {
        const problem = largeProblem(seed, side, density, mustShare);
        const result = solveMatching(problem);
        expect(costOf(problem, result, mustNats)).toBeCloseTo(denseCost(problem, mustNats), 4);
      }
    },
  );

  test("a burst of a thousand a side is solved whole, and one above the limits is capped and counted", () => {
    const problem = largeProblem(1, 1000, 0.02, 1);
    expect(solveMatching(problem).capped).toBe(false);
    const limited = solveMatching(problem, { edgesMax: 1000 });
    expect(limited.capped).toBe(true);
    expect(limited.cappedLefts).toBe(limited.grade.filter((grade) => grade === 3).length);
    expect(limited.grade).not.toContain(2);
  });
});

function problemOf({
  leftMust,
  rightMust,
  edges,
}: Pick<Example, "leftMust" | "rightMust" | "edges">): MatchingProblem {
  return {
    leftCount: leftMust.length,
    rightCount: rightMust.length,
    leftMust: Uint8Array.from(leftMust),
    rightMust: Uint8Array.from(rightMust),
    leftAloneCost: new Float64Array(leftMust.length).fill(10),
    rightAloneCost: new Float64Array(rightMust.length).fill(10),
    edges: {
      left: Int32Array.from(edges, ([left]) => left),
      right: Int32Array.from(edges, ([, right]) => right),
      cost: Float64Array.from(edges, ([, , cost]) => cost),
    },
  };
}

/** Exactly `side` nodes on each side, each left node with a partner at the least. */
function largeProblem(seed: number, side: number, density: number, mustShare: number): MatchingProblem {
  const random = createRandom(seed);
  const edges: [number, number, number][] = [];
  for (let left = 0; left < side; left++) {
    for (let right = 0; right < side; right++) {
      if (left === right || random() < density) edges.push([left, right, (random() - 0.2) * 20]);
    }
  }
  const musts = (): number[] => Array.from({ length: side }, () => Number(random() < mustShare));
  return problemOf({ leftMust: musts(), rightMust: musts(), edges });
}

function costOf(problem: MatchingProblem, result: MatchingResult, mustNats: number): number {
  let cost = 0;
  result.edgeUse.forEach((use, edge) => (cost += use === 2 ? (problem.edges.cost[edge] ?? 0) : 0));
  const alone = (partner: number, must: number | undefined, aloneCost: number | undefined): void => {
    if (partner === -1) cost += must === 1 ? mustNats : (aloneCost ?? 0);
  };
  result.partnerOfLeft.forEach((partner, left) =>
    alone(partner, problem.leftMust[left], problem.leftAloneCost[left]),
  );
  result.partnerOfRight.forEach((partner, right) =>
    alone(partner, problem.rightMust[right], problem.rightAloneCost[right]),
  );
  return cost;
}

function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as Int32Array);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
}

describe("solutions one after the other", () => {
  const shape = { sideMax: 12, density: 0.4, mustShare: 0.4, costStep: 0, costMax: 20 };

  test("leave the earlier ones as they are", () => {
    const random = createRandom(3);
    const solved = Array.from({ length: 200 }, () => solveMatching(randomProblem(random, shape)));
    const copies = structuredClone(solved);
    for (let round = 0; round < 200; round += 1) solveMatching(randomProblem(random, shape));
    expect(solved).toEqual(copies);
  });

  test("that ask who stays alone only find as many as those that grade", () => {
    const random = createRandom(4);
    let stranded = 0;
    for (let round = 0; round < 2000; round += 1) {
      const problem = randomProblem(random, shape);
      const whole = solveMatching(problem).stranded;
      const only = solveMatching(problem, { onlyCovers: true }).stranded;
      expect([only.left.length, only.right.length]).toEqual([whole.left.length, whole.right.length]);
      stranded += whole.left.length + whole.right.length;
    }
    expect(stranded).toBeGreaterThan(500);
  });
});
