import { expect, test } from "vitest";

import type { Observation } from "../../../../processors/contract/index.ts";
import { createCells, nextLook, putAt, settleCore, takeFrom } from "../../../../processors/preview/cells.ts";
import type { Cells, Look } from "../../../../processors/preview/cells.ts";
import { observed } from "../../../support/observed.ts";

const limits = {
  cellMs: 1000,
  nearMs: 2000,
  second: { afterMs: 5000, nearMs: 6000 },
  reachMs: 10_000,
  restMs: 3000,
  muchObservations: 4,
  observationsMax: 20,
};

function cellsWith(seconds: readonly number[], own: typeof limits = limits): Cells<Observation> {
  const cells = createCells<Observation>(own);
  for (const second of seconds)
    putAt(cells, observed("plugin", "run.note", { at: second * 1000 }), second * 1000);
  return cells;
}

/** Looks until nothing is left, a cell at a time. */
function looksAt(cells: Cells<Observation>): readonly string[] {
  const seen: string[] = [];
  for (let look = nextLook(cells); look !== null; look = nextLook(cells)) {
    settleCore(look, [look.index, look.index]);
    seen.push(nameOf(look));
  }
  return seen;
}

function nameOf({ index, isSecond }: Look<Observation>): string {
  return isSecond ? `${index} again` : String(index);
}

test("a cell that is empty is no cell", () => {
  const cells = createCells(limits);
  const one = observed("plugin", "run.note");
  takeFrom(putAt(cells, one, 5000), one);
  expect([cells.byIndex.size, nextLook(cells)]).toEqual([0, null]);
});

test("what came last is looked at first, then what waits longest", () => {
  expect(looksAt(cellsWith([1, 2, 3, 4, 5]))).toEqual(["5", "1", "2", "3", "4"]);
});

test("a cell is looked at again once its host is well beyond it, and not a third time", () => {
  const cells = cellsWith([1, 2]);
  expect(looksAt(cells)).toEqual(["2", "1"]);
  putAt(cells, observed("plugin", "run.note"), 6000);
  expect(looksAt(cells).toSorted()).toEqual(["1 again", "6"]);
  putAt(cells, observed("plugin", "run.note"), 60_000);
  expect(looksAt(cells).toSorted()).toEqual(["2 again", "6 again", "60"]);
});

test("while there is always something new, second looks have their turn too", () => {
  const cells = cellsWith([1]);
  expect(looksAt(cells)).toEqual(["1"]);
  const seen: string[] = [];
  for (let second = 10; second < 20 && !seen.includes("1 again"); second += 1) {
    putAt(cells, observed("plugin", "run.note"), second * 1000);
    putAt(cells, observed("plugin", "run.note"), second * 1000 + 20_000);
    const look = nextLook(cells);
    if (look === null) break;
    settleCore(look, [look.index, look.index]);
    seen.push(nameOf(look));
  }
  expect(seen).toContain("1 again");
});

test("what comes late is looked at, and again", () => {
  const cells = cellsWith([1, 30]);
  looksAt(cells);
  putAt(cells, observed("plugin", "run.note"), 1500);
  expect(looksAt(cells)).toEqual(["1"]);
  putAt(cells, observed("plugin", "run.note"), 31_000);
  expect(looksAt(cells).toSorted()).toEqual(["1 again", "31"]);
});

test("a record with a time far ahead does not make what comes behind it old", () => {
  const cells = cellsWith([1, 4_000_000]);
  looksAt(cells);
  putAt(cells, observed("plugin", "run.note"), 2000);
  putAt(cells, observed("plugin", "run.note"), 3000);
  expect(looksAt(cells)).toEqual(["3", "2"]);
});

test("where one look is enough there is no other", () => {
  const cells = createCells<Observation>({ ...limits, second: null });
  putAt(cells, observed("plugin", "run.note"), 1000);
  putAt(cells, observed("plugin", "run.note"), 90_000);
  expect(looksAt(cells)).toEqual(["90", "1"]);
});
