import { expect, test } from "vitest";
import { renderState } from "../../../../../deploy/cli/state/render-state.ts";

test("what is wrong with a partition or a host stands below the table, a line each", () => {
  const text = renderState({
    store: "Redis redis1:6379",
    schema: 1,
    memory: null,
    requests: 12_345,
    provisional: 1,
    hosts: 2,
    collectedTwice: [
      {
        host: "ndes01",
        because: "reported in turns by ndes01 7 ab and by nas 9 cd\u001b[2J",
        reportedAt: "2026-11-28T09:00:00.000Z",
      },
    ],
    caApart: [{ host: "ca01", because: "no NDES server is read in its partition", reportedAt: null }],
    partitions: [
      {
        partition: "p0",
        epoch: 4,
        ownedSince: null,
        reader: null,
        position: null,
        lag: null,
        keptUpTo: null,
        stateBytes: 2 ** 20,
        isRebuilding: true,
        isResuming: false,
        trouble: "its position is none of Kafka",
      },
    ],
    kafka: null,
  });
  expect(text).toContain("requests  12,345, of them 1 provisional");
  const [, below] = text.split(/\n\n(?=!)/);
  expect(below?.trimEnd().split("\n")).toEqual([
    expect.stringMatching(/^! p0: made again from Kafka; until it has caught up, /),
    "! p0: its position is none of Kafka",
    expect.stringMatching(
      /^! ndes01: reported in turns by ndes01 7 ab and by nas 9 cd[^\u001b]*, last at 2026-11-28T09:00:00.000Z$/,
    ),
    "! ca01: no NDES server is read in its partition",
  ]);
});
