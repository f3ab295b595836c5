/**
 * The way of a log through hours that its clock shows twice, in autumn. The lines stand in the order in which they were written, so where the stamps step back within such an
 * hour the second time begins: what stands before is of the first time, what stands behind of the second. Without a step nothing tells which.
 *
 * Plain values: part of the cursor of its file. Memory is bounded: of more than `stepsMax` steps the latest are kept.
 */
export interface ClockWay {
  /** In such an hour; null: the last record is of another one. */
  readonly stay: Stay | null;
  readonly steps: readonly Step[];
}

interface Stay {
  /** Of its first record. */
  readonly from: number;
  /** As written. */
  readonly latestAt: number;
}

interface Place {
  /** As written. */
  readonly at: number;
  /** In bytes, from the start of the file. */
  readonly offset: number;
}

/** The first record of the second time, and the stay to which it belongs: where a log was put together in the wrong order there are several. */
interface Step extends Place {
  readonly from: number;
  /** Infinity: it is not over. */
  readonly through: number;
}

export const noWay: ClockWay = { stay: null, steps: [] };

const stepsMax = 64;
/** Threads that write at once may be out of order by so much, and a clock may be put right by some minutes: neither is the step of such an hour. */
const disorderMs = 5 * 60_000;

/** On by a record of an hour that comes twice; `lengthMs`: by how much the clock is put back. */
export function goOn(way: ClockWay, place: Place, lengthMs: number): ClockWay {
  const { stay, steps } = way;
  const { at, offset } = place;
  // Between two such hours lie weeks: what is nearer than their length is of the same one.
  if (stay === null || Math.abs(at - stay.latestAt) >= lengthMs)
    return { stay: { from: offset, latestAt: at }, steps: leaveTwice(way, offset).steps };
  if (at >= stay.latestAt - disorderMs)
    return { stay: { ...stay, latestAt: Math.max(stay.latestAt, at) }, steps };
  return {
    stay: { ...stay, latestAt: at },
    steps: [...steps, { at, offset, from: stay.from, through: Infinity }].slice(-stepsMax),
  };
}

/** On by a record of any other hour. */
export function leaveTwice(way: ClockWay, offset: number): ClockWay {
  if (way.stay === null) return way;
  return { stay: null, steps: way.steps.map((step) => (isOpen(step) ? { ...step, through: offset } : step)) };
}

function isOpen({ through }: Step): boolean {
  return through === Infinity;
}

/** Which time it is for a record; null: nothing tells. */
export function timeOn(
  { steps }: ClockWay,
  { at, offset }: Place,
  lengthMs: number,
): "first" | "second" | null {
  const [step, another] = steps.filter(
    ({ from, through, ...one }) => Math.abs(one.at - at) < lengthMs && offset >= from && offset < through,
  );
  // Of two steps within one stay one is something else, and nothing tells which.
  if (step === undefined || another !== undefined) return null;
  return offset < step.offset ? "first" : "second";
}
