import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Observation } from "../../processors/contract/index.ts";
import { simulate } from "../simulation/index.ts";
import type { ScenarioName } from "../simulation/index.ts";
import { feedBook, linesOf } from "../support/feed-book.ts";
import { inStep, interleave } from "../support/interleave.ts";
import { observeSimulation } from "../support/observe-simulation.ts";
import { smallScenario } from "../support/small-scenario.ts";

/**
 * What belongs to which request is a function of the records, not of the order or the portions in which they came: a
 * bundle that is read at once and the same logs read live give the same requests, to the last grade and reason.
 */
const cases: readonly (readonly [name: ScenarioName, count: number, runs: number])[] = [
  ["calm-legacy", 40, 6],
  ["calm-unified-activity", 40, 6],
  ["calm-unified-thread", 40, 6],
  ["both-generations", 40, 6],
  ["night", 40, 4],
  ["burst-50", 0, 3],
  ["coarse-tick", 60, 4],
  ["retries", 40, 6],
  ["failures", 40, 6],
  ["outage", 20, 4],
  ["clock-skew", 40, 6],
  ["device-logs", 40, 8],
  ["ca-elsewhere", 40, 6],
  ["ca-by-time", 40, 6],
  ["header-rewrites", 40, 4],
  ["torn-ends", 40, 4],
  // Long enough for several segments of each lane.
  ["calm-legacy", 250, 2],
  ["both-generations", 400, 2],
];

describe.each(cases)("the requests of %s (%i a host)", (name, count, runs) => {
  const files = observeSimulation(simulate(smallScenario(name, count), 7)).map((file) => file.observations);
  const expected = linesOf(feedBook([{ add: files.flat() }]));

  it("are the same in any order of the records", () => {
    const mixed = fc.shuffledSubarray(files.flat(), { minLength: files.flat().length });
    check(mixed, runs, (observations) => [{ add: observations }]);
  });

  it("are the same when the files are read a few records at a time, whichever first", () => {
    const turns = fc.array(fc.nat(), { minLength: 100, maxLength: 400, size: "max" });
    check(turns, runs, (numbers) => interleave(files, numbers));
  });

  it("are the same when the files are read side by side", () => {
    const sorted = files.map((file) => file.toSorted(byTime));
    for (const portion of [1, 37]) expect(linesOf(feedBook(inStep(sorted, portion)))).toEqual(expected);
  });

  function check<T>(
    arbitrary: fc.Arbitrary<T>,
    numRuns: number,
    steps: (drawn: T) => Parameters<typeof feedBook>[0],
  ): void {
    fc.assert(
      fc.property(arbitrary, (drawn) => {
        expect(linesOf(feedBook(steps(drawn)))).toEqual(expected);
      }),
      { numRuns, seed: 20_261_122, endOnFailure: true },
    );
  }
});

function byTime(a: Observation, b: Observation): number {
  return (a.at ?? Number.MAX_VALUE) - (b.at ?? Number.MAX_VALUE);
}
