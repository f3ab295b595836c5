import type { Observation } from "../contract/index.ts";
import type { Cell, Cells, Look } from "./cells.ts";

/** What is decided together, and the part of it for whose sake it is: the rest is there because it may have a part in that. */
export interface Window {
  readonly observations: readonly Observation[];
  /** First and last index of the cells that are looked at, and what is in them. */
  readonly core: readonly [from: number, to: number];
  readonly coreRecords: ReadonlySet<Observation>;
}

/** A cell and those beside it that wait for the same look, with what is near, and with what is further away and `isOpen`. */
export function windowAround(look: Look, isOpen: (observation: Observation) => boolean): Window {
  const { cells } = look;
  const near = nearOf(look);
  const core = coreAround(look);
  const coreRecords = new Set(recordsIn(cells, core));
  const observations = [...coreRecords];
  const takeAlong = (from: number, step: 1 | -1): void => {
    for (const cell of beyond(cells, from, step)) {
      if (observations.length >= cells.limits.observationsMax) return;
      const isNear = Math.abs(cell.index - from) <= near;
      for (const one of cell.observations) if (isNear || isOpen(one)) observations.push(one);
    }
  };
  takeAlong(core.from, -1);
  takeAlong(core.to, 1);
  return { observations, core: [core.from, core.to], coreRecords };
}

interface Bounds {
  from: number;
  to: number;
}

/** In cells. */
function nearOf({ cells: { limits }, isSecond }: Look): number {
  const nearMs = isSecond && limits.second !== null ? limits.second.nearMs : limits.nearMs;
  return Math.ceil(nearMs / limits.cellMs);
}

/** Cells that wait for it, with no rest between them. */
function coreAround(look: Look): Bounds {
  const { cells, index } = look;
  const core = { from: index, to: index };
  let count = sizeAt(cells, index);
  for (;;) {
    const [before, after] = [nextTo(look, core.from, -1), nextTo(look, core.to, 1)];
    const next = before === null || (after !== null && after - index < index - before) ? after : before;
    if (next === null || count + sizeAt(cells, next) > cells.limits.muchObservations) return core;
    count += sizeAt(cells, next);
    core.from = Math.min(core.from, next);
    core.to = Math.max(core.to, next);
  }
}

/** The next cell that waits for it, unless there is a rest between. */
function nextTo({ cells, isSecond }: Look, from: number, step: 1 | -1): number | null {
  const waiting = isSecond ? cells.ripening : cells.dirty;
  const rest = restOf(cells);
  for (let away = 1; away <= rest; away += 1) if (waiting.has(from + step * away)) return from + step * away;
  return null;
}

/** The nearest first, as far as is reached, and not beyond a rest. */
function* beyond(cells: Cells, from: number, step: 1 | -1): Generator<Cell> {
  const reach = Math.ceil(cells.limits.reachMs / cells.limits.cellMs);
  for (let at = neighbour(cells, from, step); at !== null; at = neighbour(cells, at, step)) {
    const cell = cells.byIndex.get(at);
    if (cell === undefined || Math.abs(at - from) > reach) return;
    yield cell;
  }
}

/** The next cell that holds something; null: there is a rest. */
function neighbour(cells: Cells, from: number, step: 1 | -1): number | null {
  const rest = restOf(cells);
  for (let away = 1; away <= rest; away += 1)
    if (cells.byIndex.has(from + step * away)) return from + step * away;
  return null;
}

/** In cells. */
function restOf({ limits }: Cells): number {
  return Math.ceil(limits.restMs / limits.cellMs);
}

function sizeAt({ byIndex }: Cells, index: number): number {
  return byIndex.get(index)?.observations.size ?? 0;
}

function* recordsIn({ byIndex }: Cells, { from, to }: Bounds): Generator<Observation> {
  for (let index = from; index <= to; index += 1) yield* byIndex.get(index)?.observations ?? [];
}
