import type { Observation } from "../contract/index.ts";

/** How the records of one host lie in time, and how much of them is decided together. Only what is shown while it is provisional depends on it. */
export interface CellLimits {
  readonly cellMs: number;
  /** What is further apart has nothing to do with each other. */
  readonly restMs: number;
  /** A stretch that never rests is decided in windows: of this length, shorter where they hold much, but long enough for whole requests unless that is too much. */
  readonly spanMs: number;
  readonly muchObservations: number;
  readonly requestMs: number;
  readonly observationsMax: number;
}

/** The records of one host, in cells of equal length. */
export interface Cells {
  readonly limits: CellLimits;
  readonly byIndex: Map<number, Cell>;
  /** Indexes of those in which something has changed, the one that waits longest first. */
  readonly dirty: Set<number>;
  /** Number of the window that was decided last. */
  decidedAt: number;
}

export interface Cell {
  readonly index: number;
  readonly cells: Cells;
  readonly observations: Set<Observation>;
}

export function createCells(limits: CellLimits): Cells {
  return { limits, byIndex: new Map(), dirty: new Set(), decidedAt: 0 };
}

export function putAt(cells: Cells, observation: Observation, at: number): Cell {
  const index = Math.floor(at / cells.limits.cellMs);
  const known = cells.byIndex.get(index);
  const cell = known ?? { index, cells, observations: new Set() };
  if (known === undefined) cells.byIndex.set(index, cell);
  cell.observations.add(observation);
  cells.dirty.add(index);
  return cell;
}

export function takeFrom(cell: Cell, observation: Observation): void {
  cell.observations.delete(observation);
  if (cell.observations.size > 0) return;
  cell.cells.byIndex.delete(cell.index);
  cell.cells.dirty.delete(cell.index);
}

/** What is decided together, and the part of it that is decided well: the rest is there for the sake of its neighbours. */
export interface Window {
  readonly observations: readonly Observation[];
  /** First and last index. */
  readonly core: readonly [from: number, to: number];
}

/** The stretch around a cell: to a rest on both sides, or as far as the limits go. */
export function windowAround(cells: Cells, index: number): Window {
  const window = { from: index, to: index, count: sizeAt(cells, index) };
  let next = nearest(cells, index, window);
  while (next !== null && !isEnough(cells.limits, window)) {
    window.from = Math.min(window.from, next);
    window.to = Math.max(window.to, next);
    window.count += sizeAt(cells, next);
    next = nearest(cells, index, window);
  }
  return { observations: [...recordsIn(cells, window)], core: coreOf(cells, index, window) };
}

function isEnough(limits: CellLimits, { from, to, count }: Bounds & { readonly count: number }): boolean {
  const spanMs = (to - from) * limits.cellMs;
  if (count >= limits.observationsMax || spanMs >= limits.spanMs) return true;
  return count >= limits.muchObservations && spanMs >= limits.requestMs;
}

interface Bounds {
  from: number;
  to: number;
}

/** A side that was cut off loses a quarter: what lies there is decided better with what lies beyond. */
function coreOf(cells: Cells, index: number, { from, to }: Bounds): Window["core"] {
  const margin = Math.floor((to - from + 1) / 4);
  return [
    neighbour(cells, from, -1) === null ? from : Math.min(index, from + margin),
    neighbour(cells, to, 1) === null ? to : Math.max(index, to - margin),
  ];
}

/** The neighbour on the nearer side, so that the cell stays in the middle where both go on; null: a rest on both. */
function nearest(cells: Cells, index: number, { from, to }: Bounds): number | null {
  const before = neighbour(cells, from, -1);
  const after = neighbour(cells, to, 1);
  if (before === null || after === null) return before ?? after;
  return index - before <= after - index ? before : after;
}

/** The next cell that holds something; null: there is a rest. */
function neighbour({ byIndex, limits }: Cells, from: number, step: 1 | -1): number | null {
  const reach = Math.ceil(limits.restMs / limits.cellMs);
  for (let away = 1; away <= reach; away += 1) if (byIndex.has(from + step * away)) return from + step * away;
  return null;
}

function sizeAt({ byIndex }: Cells, index: number): number {
  return byIndex.get(index)?.observations.size ?? 0;
}

function* recordsIn({ byIndex }: Cells, { from, to }: Bounds): Generator<Observation> {
  for (let index = from; index <= to; index += 1) yield* byIndex.get(index)?.observations ?? [];
}

export function settleCore({ dirty }: Cells, [from, to]: Window["core"]): void {
  for (const index of dirty) if (index >= from && index <= to) dirty.delete(index);
}
