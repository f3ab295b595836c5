import { expect, test } from "vitest";
import { partitionView } from "../../../../../deploy/fleet/state/partition-view.ts";

const standing = {
  cluster: "c1",
  partitions: new Map([[3, { low: 10, high: 50 }]]),
  readers: new Map([[3, "scepscope at 10.0.0.7"]]),
};
const kept = (position: string | null, partition = "p3") => ({
  partition,
  epoch: 4,
  position,
  stateBytes: 9,
  isRebuilding: false,
  isResuming: false,
});

test.each([
  ["1 c1 t 40 1764320400000", 10, null],
  ["1 c1 t 50 -", 0, null],
  ["1 c1 t 47 1764320400000 50", 0, null],
  ["1 c1 t 8 1764320400000 10", 40, null],
  ["1 c1 t 48 1764320400000 51", 40, /made anew/],
  [null, 40, /no checkpoint/],
  ["1 c1 t 7 -", 40, /3 messages .* were deleted/],
  ["1 c1 t 60 -", 40, /made anew/],
  ["1 c2 t 40 -", 40, /another Kafka \(c2\)/],
  ["1 c1 other 40 -", 40, /of the topic other/],
  ["ndes01 77", 40, /none of Kafka/],
])("at %s there are %i messages to come", (position, lag, trouble) => {
  const view = partitionView(kept(position), standing, "t");
  expect(view).toMatchObject({ lag, reader: "scepscope at 10.0.0.7", ownedSince: null });
  expect(view.trouble ?? "").toMatch(trouble ?? /^$/);
});

test("that a partition which holds nothing has no checkpoint is no trouble", () => {
  const empty = { ...standing, partitions: new Map([[3, { low: 10, high: 10 }]]) };
  expect(partitionView(kept(null), empty, "t")).toMatchObject({ lag: 0, trouble: null });
});

test("the stamp of the last message says how far it is kept, also where Kafka was not asked", () => {
  expect(partitionView(kept("1 c1 t 40 1764320400000"), null, "t")).toMatchObject({
    keptUpTo: "2025-11-28T09:00:00.000Z",
    lag: null,
    trouble: null,
  });
  expect(partitionView(kept("1 c1 t 40 -", "p9"), standing, "t").trouble).toMatch(/no such partition/);
});
