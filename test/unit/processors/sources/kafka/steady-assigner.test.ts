import fc from "fast-check";
import { expect, it } from "vitest";
import { dividePartitions } from "../../../../../processors/sources/kafka/steady-assigner.ts";

const partitions = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const names = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 8 });

it("each partition has one reader, and no reader has two more than another", () => {
  fc.assert(
    fc.property(fc.nat({ max: 40 }), names, (count, readers) => {
      const owned = [...dividePartitions(partitions(count), readers).values()];
      expect(owned.flat().toSorted((a, b) => a - b)).toEqual(partitions(count));
      const sizes = owned.map(({ length }) => length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }),
  );
});

it("does not depend on the order of the readers", () => {
  fc.assert(
    fc.property(names, (readers) => {
      const there = dividePartitions(partitions(20), readers);
      const back = dividePartitions(partitions(20), readers.toReversed());
      for (const reader of readers) expect(back.get(reader)).toEqual(there.get(reader));
    }),
  );
});

it("one reader more moves little beside what it gets", () => {
  let [moved, needed] = [0, 0];
  for (let round = 0; round < 50; round += 1) {
    const readers = Array.from({ length: 4 }, (_, index) => `reader ${round} ${index}`);
    const before = ownersOf(dividePartitions(partitions(48), readers));
    const after = ownersOf(dividePartitions(partitions(48), [...readers, `reader ${round} more`]));
    moved += partitions(48).filter((one) => before.get(one) !== after.get(one)).length;
    needed += [...after.values()].filter((reader) => reader.endsWith("more")).length;
  }
  expect(moved).toBeLessThan(2 * needed);
});

function ownersOf(owned: ReadonlyMap<string, readonly number[]>): ReadonlyMap<number, string> {
  return new Map([...owned].flatMap(([reader, own]) => own.map((partition) => [partition, reader] as const)));
}
