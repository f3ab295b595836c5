import { expect, test } from "vitest";

import type { Observation } from "../../../../processors/contract/index.ts";
import { createCells, putAt, settleCore } from "../../../../processors/preview/cells.ts";
import type { Cells } from "../../../../processors/preview/cells.ts";
import { windowAround } from "../../../../processors/preview/window.ts";
import type { Window } from "../../../../processors/preview/window.ts";
import { observed, startMs } from "../../../support/observed.ts";

const limits = {
  cellMs: 1000,
  nearMs: 2000,
  second: { afterMs: 5000, nearMs: 4000 },
  reachMs: 10_000,
  restMs: 3000,
  muchObservations: 4,
  observationsMax: 20,
};
/** All of them decided, but for some. */
function cellsWith(seconds: readonly number[], changed: readonly number[]): Cells<Observation> {
  const cells = createCells<Observation>(limits);
  for (const second of seconds) {
    putAt(cells, observed("plugin", "run.note", { at: second * 1000 }), second * 1000);
    if (!changed.includes(second)) settleCore(first(cells, second), [second, second]);
  }
  return cells;
}

const first = <T>(cells: Cells<T>, index: number) => ({ cells, index, isSecond: false });

const secondsOf = ({ records }: Window<Observation>): number[] =>
  records.map(({ at }) => ((at ?? 0) - startMs) / 1000).toSorted((a, b) => a - b);

function openAll(cells: Cells<Observation>, seconds: Iterable<number>): void {
  for (const second of seconds) {
    const cell = cells.byIndex.get(second);
    for (const record of cell?.records ?? []) cell?.open.add(record);
  }
}

test("what has changed is decided with what is near, on both sides", () => {
  const cells = cellsWith([1, 7, 8, 9, 10, 11, 12, 13, 14], [10]);
  const window = windowAround(first(cells, 10));
  expect([secondsOf(window), window.core]).toEqual([
    [8, 9, 10, 11, 12],
    [10, 10],
  ]);
});

test("changes with no more than a near stretch between them are decided together, up to a limit", () => {
  const cells = cellsWith([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [2, 4, 6, 8, 10]);
  expect(windowAround(first(cells, 6)).core).toEqual([2, 8]);
});

test("from further away comes what is open, but not from beyond a rest", () => {
  const cells = cellsWith([1, 6, 8, 10, 12, 14, 16, 18, 20, 32], [20]);
  openAll(cells, [1, 8, 14, 32]);
  expect(secondsOf(windowAround(first(cells, 20)))).toEqual([14, 18, 20]);
  const resting = cellsWith([1, 9], [9]);
  openAll(resting, [1, 9]);
  expect(secondsOf(windowAround(first(resting, 9)))).toEqual([9]);
});

test("beyond a limit nothing more is taken along", () => {
  const cells = createCells<Observation>(limits);
  for (let ms = 0; ms < 40_000; ms += 100) putAt(cells, observed("plugin", "run.note", { at: ms }), ms);
  settleCore(first(cells, 38), [0, 38]);
  openAll(cells, cells.byIndex.keys());
  expect(windowAround(first(cells, 39)).records).toHaveLength(20);
});

test("a second look sees further", () => {
  const cells = cellsWith([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], []);
  for (const second of [1, 2, 3, 4, 6, 7, 8, 9, 10]) cells.ripening.delete(second);
  const window = windowAround({ cells, index: 5, isSecond: true });
  expect([secondsOf(window), window.core]).toEqual([
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
    [5, 5],
  ]);
});
