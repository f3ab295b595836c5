import { expect, test } from "vitest";
import type { SetBack } from "../../../../processors/causes/index.ts";
import { createSetBacks } from "../../../../processors/judge/set-backs.ts";
import { observed } from "../../../support/observed.ts";

const minute = 60_000;
const hour = 60 * minute;

/** By how much it steps back at each of these stamps, ms. */
function stepsOf(stamps: readonly number[], given: Parameters<typeof observed>[2] = {}): readonly number[] {
  const setBacks = createSetBacks();
  const said = new Set<SetBack>();
  for (const at of stamps) {
    setBacks.observe(observed("plugin", "verify.started", { ...given, at }));
    for (const setBack of setBacks.of("ndes01")) said.add(setBack);
  }
  return [...said].map(({ backMs }) => backMs);
}

test.each([
  ["goes on", [0, 10, 20], []],
  ["steps back by an hour less the time between two lines", [0, 50 * minute, 0, 10 * minute], [50 * minute]],
  ["steps back twice", [0, 2 * hour, hour, hour / 2], [hour, hour / 2]],
  ["is out of order by what threads are", [0, 5000, 1000, 6000, 2000], []],
  ["was put together in the wrong order", [48 * hour, 50 * hour, 0, hour], []],
])("a log that %s", (_, stamps, wanted) => {
  expect(stepsOf(stamps)).toEqual(wanted);
});

test.each(["zone-doubtful", "zone-unknown", "zone-inferred"] as const)(
  "a stamp whose zone is not known (%s) proves nothing: its clock is put back each autumn",
  (trust) => {
    expect(stepsOf([hour, 0], { trust })).toEqual([]);
  },
);

test("the files of a site are each in their own order", () => {
  const setBacks = createSetBacks();
  for (const at of [0, 1, 2])
    for (const [index, fileId] of ["one", "two"].entries())
      setBacks.observe(observed("iis", "verify.call", { at: at + index * hour, fileId }));
  expect([setBacks.of("ndes01"), setBacks.from()]).toEqual([[], Number.NEGATIVE_INFINITY]);
});
