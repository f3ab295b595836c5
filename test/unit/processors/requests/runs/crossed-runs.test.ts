import { describe, expect, it } from "vitest";
import type { Kind, Observation } from "../../../../../processors/contract/index.ts";
import { connectorRuns } from "../../../../../processors/requests/runs/connector-runs.ts";
import { inFiles, observed } from "../../../../support/observed.ts";

/** An event of the connector without an identifier. */
function event(kind: Kind, at: number, thread = "6512/7"): Observation {
  return observed("connector", kind, { at, thread, outcome: kind === "verify.received" ? "none" : "ok" });
}

function passed(at: number, thread?: string): Observation[] {
  return [
    event("verify.received", at, thread),
    event("verify.finished", at + 200, thread),
    event("issue.issued", at + 400, thread),
  ];
}

/** Pairs of requests that are under way at once, a minute apart. */
const pairs = (count: number): Observation[] =>
  Array.from({ length: count }, (_, index) => [
    ...passed(index * 60_000),
    ...passed(index * 60_000 + 100, "6512/9"),
  ]).flat();

/** Begun on one thread, and told to its end by another. */
const changed = [
  event("verify.received", 600_000),
  event("verify.received", 600_050, "6512/11"),
  event("verify.finished", 600_200, "6512/9"),
  event("verify.finished", 600_250, "6512/11"),
  event("issue.issued", 600_400, "6512/9"),
  event("issue.issued", 600_450, "6512/11"),
];

describe("runs that cross, without identifiers", () => {
  const wholeOf = (events: readonly Observation[]): readonly boolean[] =>
    connectorRuns(inFiles(events.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0)))).runs.map(
      ({ whole }) => whole,
    );

  it("are certain where so many on their threads show that threads stay", () => {
    expect(wholeOf(pairs(2))).toEqual([false, false, false, false]);
    expect(wholeOf(pairs(3)).every((whole) => whole)).toBe(true);
  });

  it("are none where one has changed its thread", () => {
    expect(wholeOf([...pairs(4), ...changed]).some((whole) => whole)).toBe(false);
  });

  it("take nothing from those that nothing crosses", () => {
    expect(wholeOf([...passed(0), ...changed])).toEqual([true, false, false, false]);
  });
});
