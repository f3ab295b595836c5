/** How the records of one host lie in time, and how much of them is decided together. Only what is shown while it is provisional depends on it. */
export interface CellLimits {
  readonly cellMs: number;
  /** What lies within it beside a change is decided with it, whatever it belongs to. */
  readonly nearMs: number;
  /** A cell is looked at a second time when the host is so far beyond it, with so much around it; null: once is enough. */
  readonly second: { readonly afterMs: number; readonly nearMs: number } | null;
  /** What is not in a request that is over is decided with it from as far away, unless the host rests between. */
  readonly reachMs: number;
  /** What is further apart has nothing to do with each other. */
  readonly restMs: number;
  /** Cells that lie side by side are decided together up to so many observations. */
  readonly muchObservations: number;
  /** Beyond so many nothing more is taken along, however near it is. */
  readonly observationsMax: number;
}

/** The records of one host, in cells of equal length. */
export interface Cells<T> {
  readonly limits: CellLimits;
  readonly byIndex: Map<number, Cell<T>>;
  /** Indexes of those in which something has changed, the one that waits longest first. */
  readonly dirty: Set<number>;
  /** Of those that are to be looked at a second time, when what follows them is there; in the order in which they were looked at. */
  readonly ripening: Set<number>;
  /** Index of the record that came last. Not of the newest: one that carries a time far ahead would make all others look old. */
  latest: number;
  /** Number of the window that was decided last, among those of all hosts. */
  decidedAt: number;
  /** Looks so far. */
  looks: number;
}

export interface Cell<T> {
  readonly index: number;
  readonly cells: Cells<T>;
  readonly records: Set<T>;
  /** Those of them that are in a request that goes on, or wait for one: calls come seconds before their operation, all else within a moment. */
  readonly open: Set<T>;
}

export function createCells<T>(limits: CellLimits): Cells<T> {
  return {
    limits,
    byIndex: new Map(),
    dirty: new Set(),
    ripening: new Set(),
    latest: Number.NEGATIVE_INFINITY,
    decidedAt: 0,
    looks: 0,
  };
}

export function putAt<T>(cells: Cells<T>, record: T, at: number): Cell<T> {
  const index = Math.floor(at / cells.limits.cellMs);
  const known = cells.byIndex.get(index);
  const cell = known ?? { index, cells, records: new Set(), open: new Set() };
  if (known === undefined) cells.byIndex.set(index, cell);
  cell.records.add(record);
  cells.dirty.add(index);
  cells.latest = index;
  return cell;
}

export function takeFrom<T>({ index, cells, records, open }: Cell<T>, record: T): void {
  records.delete(record);
  open.delete(record);
  if (records.size > 0) return;
  cells.byIndex.delete(index);
  cells.dirty.delete(index);
  cells.ripening.delete(index);
}

/** A cell that is to be decided: because something in it has changed, or once more, when what follows is there. */
export interface Look<T> {
  readonly cells: Cells<T>;
  readonly index: number;
  readonly isSecond: boolean;
}

/**
 * What is to be looked at next; null: nothing. What came last first: somebody may be looking. Of four looks one goes to what has changed and waits longest, so that nothing
 * waits for ever, and one is a second look.
 */
export function nextLook<T>(cells: Cells<T>): Look<T> | null {
  const { dirty, latest, looks } = cells;
  const ripe = nextRipe(cells);
  if (ripe !== null && (looks % 4 === 0 || dirty.size === 0)) return { cells, index: ripe, isSecond: true };
  const [waiting] = dirty;
  if (waiting === undefined) return null;
  return { cells, index: looks % 4 !== 2 && dirty.has(latest) ? latest : waiting, isSecond: false };
}

/** The first of those that wait longest. */
function nextRipe<T>({ limits, ripening, latest }: Cells<T>): number | null {
  if (limits.second === null) return null;
  const last = latest - limits.second.afterMs / limits.cellMs;
  let left = ripeningSeenMax;
  for (const index of ripening) {
    if (index <= last) return index;
    left -= 1;
    if (left === 0) return null;
  }
  return null;
}

/** More are looked through only when these are gone: they are about in order of time. */
const ripeningSeenMax = 64;

/** From its first to its last index it was looked at. */
export function settleCore<T>(
  { cells, isSecond }: Look<T>,
  [from, to]: readonly [from: number, to: number],
): void {
  const { dirty, ripening, limits } = cells;
  cells.looks += 1;
  for (let index = from; index <= to; index += 1) {
    if (!(isSecond ? ripening : dirty).delete(index) || isSecond || limits.second === null) continue;
    // To the end of those that wait.
    ripening.delete(index);
    ripening.add(index);
  }
}
