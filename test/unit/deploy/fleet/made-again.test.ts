import { expect, test } from "vitest";
import { madeAgain, rebuiltNow, resumedNow } from "../../../../deploy/fleet/made-again.ts";

const at = "1 cluster topic 5 1796119200000";
const well = { partition: "p0", position: at, isRebuilding: false, isResuming: false };

test("partitions that are made again are named, with how far each has come where that is known", () => {
  expect(rebuiltNow([well])).toBeNull();
  const [known, unknown] = [
    { ...well, partition: "p1", isRebuilding: true },
    { ...well, partition: "p2", position: "1 cluster topic 5 9999999999999999999", isRebuilding: true },
  ];
  const words = madeAgain(known);
  expect(words).toMatch(/^made again from Kafka; until it has caught up/);
  expect(rebuiltNow([well, known, unknown])).toBe(`p1 (has come to 2026-12-01T10:00:00.000Z), p2: ${words}`);
});

test("partitions that another processor has taken up are named until it has shown what is not final; one that is made again is named as that alone", () => {
  expect([madeAgain(well), resumedNow([well])]).toEqual([null, null]);
  const taken = { ...well, partition: "p1", isResuming: true };
  const both = { ...taken, partition: "p2", isRebuilding: true };
  expect(resumedNow([well, taken, both])).toBe(`p1: ${madeAgain(taken)}`);
  expect(madeAgain(taken)).toMatch(
    /requests that are not final are missing until it has put them together again$/,
  );
  expect(rebuiltNow([taken, both])).toMatch(/^p2 /);
});
