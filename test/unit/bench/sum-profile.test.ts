import { expect, test } from "vitest";

import { sumProfile } from "../../bench/sum-profile.ts";
import type { CpuProfile } from "../../bench/sum-profile.ts";

const repository = "/srv/scepscope/";

function frame(
  id: number,
  url: string,
  children: readonly number[] = [],
  functionName = "f",
): CpuProfile["nodes"][number] {
  return { id, callFrame: { functionName, url }, children };
}

const nodes = [
  frame(1, "", [2, 8, 9, 10], "(root)"),
  frame(2, "file:///srv/scepscope/processors/analyze.ts", [3, 4, 6]),
  frame(3, "file:///srv/scepscope/processors/records/text-layer.ts", [5]),
  frame(4, "file:///srv/scepscope/processors/requests/lane.ts", [7]),
  frame(5, "node:buffer"),
  frame(6, "file:///srv/scepscope/node_modules/fast-xml-parser/a.js"),
  frame(7, "file:///srv/scepscope/processors/requests/layers/edges.ts"),
  frame(8, "", [], "(garbage collector)"),
  frame(9, "", [], "(idle)"),
  frame(10, "node:internal/modules/esm"),
];

function sharesOf(samples: readonly number[]): Record<string, number> {
  return Object.fromEntries(sumProfile({ nodes, samples, timeDeltas: samples.map(() => 1000) }, repository));
}

test("each part has the time of its own frames", () => {
  expect(sharesOf([2, 3, 4, 7])).toEqual({
    pipeline: 0.25,
    records: 0.25,
    "requests/lane": 0.25,
    "requests/layers": 0.25,
  });
});

test("what Node and libraries do is the time of the part that called them", () => {
  expect(sharesOf([5, 6])).toEqual({ records: 0.5, pipeline: 0.5 });
});

test("garbage collection and what nobody called stand for themselves, waiting is left out", () => {
  expect(sharesOf([8, 9, 9, 10])).toEqual({ "garbage collection": 0.5, node: 0.5 });
});

test("the largest part comes first", () => {
  const shares = sumProfile({ nodes, samples: [3, 7, 7], timeDeltas: [1, 1, 1] }, repository);
  expect([...shares.keys()]).toEqual(["requests/layers", "records"]);
});

test("an empty profile has no parts", () => {
  expect(sumProfile({ nodes: [], samples: [], timeDeltas: [] }, repository).size).toBe(0);
});
