import { describe, expect, it } from "vitest";
import type { Observation } from "../../../../../processors/contract/index.ts";
import { crpRuns } from "../../../../../processors/requests/runs/crp-runs.ts";
import { crpNotify, crpVerify, inFiles, observed } from "../../../../support/observed.ts";

const note = (thread: string, at: number): Observation => observed("crp", "run.note", { thread, at });

const cases: readonly {
  readonly name: string;
  readonly observations: readonly Observation[];
  readonly runs: readonly (readonly [role: string, lines: number, whole: boolean, verdict: boolean | null])[];
  readonly loose?: number;
}[] = [
  {
    name: "a verification and a Notify of one thread",
    observations: [...crpVerify("5", 0, 300), ...crpNotify("5", 400, 440, "A.CRS")],
    runs: [
      ["crp-verify", 3, true, true],
      ["crp-notify", 3, true, null],
    ],
  },
  {
    name: "a refused verification",
    observations: crpVerify("5", 0, 300, false),
    runs: [["crp-verify", 3, true, false]],
  },
  {
    name: "texts between the ends belong to the run; those outside of it are loose",
    observations: [note("5", -10), ...crpVerify("5", 0, 300).toSpliced(1, 0, note("5", 10)), note("5", 310)],
    runs: [["crp-verify", 4, true, true]],
    loose: 2,
  },
  {
    name: "two threads side by side",
    observations: [...crpVerify("5", 0, 300), ...crpVerify("6", 50, 200)],
    runs: [
      ["crp-verify", 3, true, true],
      ["crp-verify", 3, true, true],
    ],
  },
  {
    name: "a run that says more different things than any call does",
    observations: crpVerify("5", 0, 300).toSpliced(
      1,
      0,
      ...Array.from({ length: 200 }, (_, index) =>
        observed("crp", "run.note", { thread: "5", at: 10, facts: { text: `text ${index}` } }),
      ),
    ),
    runs: [["crp-verify", 203, false, true]],
  },
  {
    name: "a run that never ends",
    observations: crpVerify("5", 0, 300).slice(0, 2),
    runs: [["crp-verify", 2, false, null]],
  },
  {
    name: "a run whose end is lost before the next one of its thread",
    observations: [...crpVerify("5", 0, 300).slice(0, 2), ...crpVerify("5", 500, 800)],
    runs: [
      ["crp-verify", 2, false, null],
      ["crp-verify", 3, true, true],
    ],
  },
  {
    name: "an end without its beginning",
    observations: crpVerify("5", 0, 300).slice(2),
    runs: [["crp-verify", 1, false, true]],
  },
  {
    name: "a Notify that rests for more than a second: of two of its thread the border may be lost",
    observations: [
      ...crpNotify("5", 0, 40, "A.CRS").slice(0, 2),
      ...crpNotify("5", 1000, 1050, "B.CRS").slice(2),
    ],
    runs: [["crp-notify", 3, false, null]],
  },
  {
    name: "a verification whose end and the beginning of whose Notify are lost",
    observations: [...crpVerify("5", 0, 300).slice(0, 2), ...crpNotify("5", 400, 440, "A.CRS").slice(1)],
    runs: [["crp-verify", 4, false, null]],
  },
];

describe("runs of the registration point", () => {
  it.each(cases)("$name", ({ observations, runs, loose = 0 }) => {
    const sorted = inFiles(observations.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0)));
    const found = crpRuns(sorted);
    expect(found.runs.map((run) => [run.role, run.observations.length, run.whole, run.verdict])).toEqual(
      runs,
    );
    expect(found.loose).toHaveLength(loose);
  });

  it("of records without a thread are never whole: another call's records may be among them", () => {
    const lines = [...crpVerify("", 0, 300), ...crpVerify("", 50, 200)];
    const found = crpRuns(inFiles(lines.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))));
    expect(found.runs.map((run) => run.whole)).not.toContain(true);
  });
});
