import { expect, test } from "vitest";

import {
  createCells,
  putAt,
  settleCore,
  takeFrom,
  windowAround,
} from "../../../../processors/preview/cells.ts";
import { observed, startMs } from "../../../support/observed.ts";

const limits = {
  cellMs: 1000,
  restMs: 3000,
  spanMs: 20_000,
  muchObservations: 8,
  requestMs: 0,
  observationsMax: 8,
};

function cellsWith(seconds: readonly number[]): ReturnType<typeof createCells> {
  const cells = createCells(limits);
  for (const second of seconds)
    putAt(cells, observed("plugin", "run.note", { at: second * 1000 }), second * 1000);
  return cells;
}

const secondsOf = ({ observations }: ReturnType<typeof windowAround>): number[] =>
  observations.map(({ at }) => ((at ?? 0) - startMs) / 1000);

test("a window ends at a rest on both sides", () => {
  const cells = cellsWith([1, 2, 9, 10, 13, 20]);
  const window = windowAround(cells, 10);
  expect([secondsOf(window), window.core]).toEqual([
    [9, 10, 13],
    [9, 13],
  ]);
});

test("where it never rests a window is cut, and its edges are left for another one", () => {
  const cells = cellsWith(Array.from({ length: 40 }, (_, second) => second));
  const window = windowAround(cells, 20);
  expect(secondsOf(window)).toHaveLength(8);
  expect(window.core[0]).toBeGreaterThan(Math.min(...secondsOf(window)));
  expect(window.core[1]).toBeLessThan(Math.max(...secondsOf(window)));
  settleCore(cells, window.core);
  expect(cells.dirty.has(20)).toBe(false);
  expect(cells.dirty.has(window.core[0] - 1)).toBe(true);
});

test("the newest cell of a host is decided at once, cut only towards the past", () => {
  const cells = cellsWith(Array.from({ length: 40 }, (_, second) => second));
  const window = windowAround(cells, 39);
  expect([Math.max(...secondsOf(window)), window.core[1]]).toEqual([39, 39]);
});

test("a cell that is empty is no cell", () => {
  const cells = createCells(limits);
  const one = observed("plugin", "run.note");
  takeFrom(putAt(cells, one, 5000), one);
  expect([cells.byIndex.size, cells.dirty.size]).toEqual([0, 0]);
});

test("a window that holds much is still long enough for whole requests, unless that is too much", () => {
  const busy = createCells({ ...limits, requestMs: 6000, observationsMax: 30 });
  for (let ms = 0; ms < 40_000; ms += 250) putAt(busy, observed("plugin", "run.note", { at: ms }), ms);
  expect(windowAround(busy, 39).observations.length).toBeGreaterThanOrEqual(24);
  const crowded = createCells({ ...limits, requestMs: 60_000, observationsMax: 12 });
  for (let ms = 0; ms < 40_000; ms += 250) putAt(crowded, observed("plugin", "run.note", { at: ms }), ms);
  expect(windowAround(crowded, 39).observations).toHaveLength(12);
});
