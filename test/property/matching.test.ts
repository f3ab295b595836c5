import { describe, expect, test } from "vitest";

import {
  solveMatching,
  type MatchingProblem,
  type MatchingResult,
} from "../../processors/requests/matching/index.ts";
import {
  createRandom,
  randomProblem,
  type Shape,
} from "../unit/processors/requests/matching/random-problem.ts";
import { judge } from "../unit/processors/requests/matching/brute-force.ts";

/** Shapes chosen so that ties, lonely musts, negative costs and unequal sides are common. */
const shapes: readonly (Shape & { readonly name: string; readonly seeds: number })[] = [
  {
    name: "tiny graphs with many ties",
    sideMax: 3,
    density: 0.6,
    mustShare: 0.5,
    costStep: 1,
    costMax: 4,
    seeds: 6000,
  },
  {
    name: "calm windows: nearly all must",
    sideMax: 5,
    density: 0.35,
    mustShare: 0.9,
    costStep: 0.25,
    costMax: 8,
    seeds: 4000,
  },
  { name: "all optional", sideMax: 5, density: 0.5, mustShare: 0, costStep: 0.5, costMax: 8, seeds: 3000 },
  { name: "crowded", sideMax: 5, density: 0.8, mustShare: 0.6, costStep: 0.5, costMax: 10, seeds: 1500 },
  { name: "six a side", sideMax: 6, density: 0.45, mustShare: 0.7, costStep: 0.01, costMax: 12, seeds: 1500 },
  {
    name: "mixed without ties",
    sideMax: 6,
    density: 0.4,
    mustShare: 0.4,
    costStep: 0,
    costMax: 12,
    seeds: 1500,
  },
  {
    name: "the same pair twice",
    sideMax: 4,
    density: 1.3,
    mustShare: 0.5,
    costStep: 0.5,
    costMax: 6,
    seeds: 1500,
  },
];

describe("the matching solver equals brute force in every field", () => {
  test.each(shapes)("$name", ({ seeds, ...shape }) => {
    for (let seed = 0; seed < seeds; seed++) {
      const problem = randomProblem(createRandom(seed), shape);
      const complaints = judge(problem, solveMatching(problem, { marginNats: 3 }), 3);
      expect(complaints, `seed ${seed}`).toEqual([]);
    }
  });

  test("a limit of one node leaves exact pairs and stranded musts right, and calls the rest ambiguous", () => {
    const shape = { sideMax: 6, density: 0.45, mustShare: 0.7, costStep: 0.5, costMax: 8 };
    let capped = 0;
    for (let seed = 0; seed < 1500; seed++) {
      const problem = randomProblem(createRandom(seed), shape);
      const free = solveMatching(problem);
      const limited = solveMatching(problem, { nodesMax: 1 });
      if (limited.capped) capped++;
      expect(exactPairs(limited), `seed ${seed}`).toEqual(exactPairs(free));
      expect(limited.stranded.left.length + limited.stranded.right.length).toBe(
        free.stranded.left.length + free.stranded.right.length,
      );
    }
    expect(capped).toBeGreaterThan(100);
  });
});

describe("the judge is judged: a broken solver is noticed", () => {
  type Break = (result: MatchingResult, problem: MatchingProblem) => MatchingResult;
  const breaks: readonly { readonly name: string; readonly broken: Break }[] = [
    {
      name: "every pair is exact",
      broken: (result) => ({ ...result, grade: result.grade.map((grade) => Math.min(grade, 1)) }),
    },
    {
      name: "ambiguous pairs are probable",
      broken: (result) => ({ ...result, grade: result.grade.map((grade) => Math.min(grade, 2)) }),
    },
    {
      name: "exact pairs are probable",
      broken: (result) => ({ ...result, grade: result.grade.map((grade) => (grade === 1 ? 2 : grade)) }),
    },
    {
      name: "lonely rights are certain",
      broken: (result) => ({ ...result, rightAlone: result.rightAlone.map((state) => Math.min(state, 1)) }),
    },
    {
      name: "nobody is stranded",
      broken: (result) => ({ ...result, stranded: { left: new Int32Array(), right: new Int32Array() } }),
    },
    {
      name: "costs are ignored",
      broken: (_, problem) =>
        solveMatching({ ...problem, edges: { ...problem.edges, cost: problem.edges.cost.map(() => 0) } }),
    },
    {
      name: "musts are ignored",
      broken: (_, problem) => solveMatching({ ...problem, leftMust: problem.leftMust.map(() => 0) }),
    },
    {
      name: "impossible edges are possible",
      broken: (result) => ({ ...result, edgeUse: result.edgeUse.map((use) => Math.max(use, 1)) }),
    },
  ];
  test.each(breaks)("$name", ({ broken }) => {
    const shape = { sideMax: 5, density: 0.5, mustShare: 0.6, costStep: 0.5, costMax: 8 };
    let noticed = 0;
    for (let seed = 0; seed < 300; seed++) {
      const problem = randomProblem(createRandom(seed), shape);
      if (judge(problem, broken(solveMatching(problem), problem), 3).length > 0) noticed++;
    }
    expect(noticed).toBeGreaterThan(10);
  });
});

function exactPairs(result: MatchingResult): readonly string[] {
  return [...result.partnerOfLeft].flatMap((right, left) =>
    result.grade[left] === 1 ? [`${left}-${right}`] : [],
  );
}
