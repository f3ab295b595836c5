import type { Cell, Cells, Look } from "./cells.ts";

/** What is decided together, and the part of it for whose sake it is: the rest is there because it may have a part in that. */
export interface Window<T> {
  readonly records: readonly T[];
  /** First and last index of the cells that are looked at. */
  readonly core: readonly [from: number, to: number];
}

/** A cell and those beside it that wait for the same look, with what is near, and with what is further away and open. */
export function windowAround<T>(look: Look<T>): Window<T> {
  const { cells } = look;
  const near = nearOf(look);
  const core = coreAround(look);
  const records = [...recordsIn(cells, core)];
  const takeAlong = (from: number, step: 1 | -1): void => {
    for (const cell of beyond(cells, from, step)) {
      if (records.length >= cells.limits.observationsMax) return;
      const isNear = Math.abs(cell.index - from) <= near;
      for (const one of isNear ? cell.records : cell.open) records.push(one);
    }
  };
  takeAlong(core.from, -1);
  takeAlong(core.to, 1);
  return { records, core: [core.from, core.to] };
}

/** The core, and what lies so near to it that this look sees as much around it as a first look sees around its core. */
export function wellSeen<T>(look: Look<T>, [from, to]: Window<T>["core"]): Window<T>["core"] {
  const more = nearOf(look) - nearOf({ ...look, isSecond: false });
  return [from - more, to + more];
}

interface Bounds {
  from: number;
  to: number;
}

/** In cells. */
function nearOf<T>({ cells: { limits }, isSecond }: Look<T>): number {
  const nearMs = isSecond && limits.second !== null ? limits.second.nearMs : limits.nearMs;
  return Math.ceil(nearMs / limits.cellMs);
}

/** Cells that wait for it, with no rest between them. */
function coreAround<T>(look: Look<T>): Bounds {
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
function nextTo<T>({ cells, isSecond }: Look<T>, from: number, step: 1 | -1): number | null {
  const waiting = isSecond ? cells.ripening : cells.dirty;
  const rest = restOf(cells);
  for (let away = 1; away <= rest; away += 1) if (waiting.has(from + step * away)) return from + step * away;
  return null;
}

/** The nearest first, as far as is reached, and not beyond a rest. */
function* beyond<T>(cells: Cells<T>, from: number, step: 1 | -1): Generator<Cell<T>> {
  const reach = Math.ceil(cells.limits.reachMs / cells.limits.cellMs);
  for (let at = neighbour(cells, from, step); at !== null; at = neighbour(cells, at, step)) {
    const cell = cells.byIndex.get(at);
    if (cell === undefined || Math.abs(at - from) > reach) return;
    yield cell;
  }
}

/** The next cell that holds something; null: there is a rest. */
function neighbour<T>(cells: Cells<T>, from: number, step: 1 | -1): number | null {
  const rest = restOf(cells);
  for (let away = 1; away <= rest; away += 1)
    if (cells.byIndex.has(from + step * away)) return from + step * away;
  return null;
}

/** In cells. */
function restOf<T>({ limits }: Cells<T>): number {
  return Math.ceil(limits.restMs / limits.cellMs);
}

function sizeAt<T>({ byIndex }: Cells<T>, index: number): number {
  return byIndex.get(index)?.records.size ?? 0;
}

function* recordsIn<T>({ byIndex }: Cells<T>, { from, to }: Bounds): Generator<T> {
  for (let index = from; index <= to; index += 1) yield* byIndex.get(index)?.records ?? [];
}
