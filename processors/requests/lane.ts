import { beginsOf, endOf } from "./begins.ts";
import { inOrder } from "./fragment.ts";
import { suffixMinimum } from "./suffix-minimum.ts";
import type { Observation } from "../contract/index.ts";

/**
 * Observations of one host on their way into segments. A segment ends where nothing is under way: no run, no row, for `gapMs`. Which segments come out is a
 * function of the observations alone, not of the order or the portions in which they came in.
 *
 * On crash: a lane is memory; its records are read again. On replay: the cursor upstream drops what was seen. On overload: a segment that never rests is
 * closed by force after `countMax` observations, or after `restlessMs`; what is under way then is given back to the next one.
 */
export interface Lane {
  pending: Observation[];
  /** Records without a date: no rest can be seen between them, so they come out together, as soon as they are asked for. */
  timeless: Observation[];
  /** Where the first of them began, ms UTC. */
  earliest: number;
  /** A watermark that makes another look worth while, however little there is. */
  nextLook: number;
  /** Length of `pending` that makes another look worth while. */
  lookAt: number;
  /** What begins before this moment may have lost its neighbours to a forced end. */
  doubtBefore: number;
  limits: LaneLimits;
}

export interface LaneLimits {
  readonly gapMs: number;
  /** A segment ends at the first rest behind so many observations, or so much time: many small ones are decided together. */
  readonly countMin: number;
  readonly spanMs: number;
  readonly countMax: number;
  /** Who never rests is waited for no longer: what came first is final only when its segment is. */
  readonly restlessMs: number;
  /** The longest call, or silence of a thread within a run, that is waited for. */
  readonly reachMs: number;
}

/** A stretch of the lane's observations, in order. What begins at or after `commitBefore` is only context: finite where the stretch was ended by force. */
export interface Chunk {
  readonly observations: readonly Observation[];
  readonly commitBefore: number;
  /** A forced end before this chunk may have torn apart what begins before this moment. */
  readonly doubtBefore: number;
}

export function createLane(limits: LaneLimits): Lane {
  return {
    pending: [],
    timeless: [],
    earliest: Number.POSITIVE_INFINITY,
    nextLook: Number.NEGATIVE_INFINITY,
    lookAt: 2 * limits.countMin,
    doubtBefore: Number.NEGATIVE_INFINITY,
    limits,
  };
}

/**
 * Chunks that no record at or after `watermark` can change. The caller gives back what a forced chunk did not commit, by `giveBack`.
 * With `watermark` infinite everything comes out.
 */
export function takeChunk(lane: Lane, watermark: number): Chunk | null {
  if (lane.timeless.length > 0) return takeTimeless(lane);
  const last = watermark === Number.POSITIVE_INFINITY;
  if (lane.pending.length === 0 || !(last || isWorthALook(lane, watermark))) return null;
  lane.pending.sort(inOrder);
  const begins = beginsOf(lane.pending, lane.limits.reachMs);
  const cut = cutOf(lane, begins, watermark);
  if (cut === null || (last && cut.to === lane.pending.length)) {
    if (last) return takeAll(lane);
    lane.nextLook = watermark + lane.limits.spanMs / 4;
    lane.lookAt = Math.max(2 * lane.limits.countMin, Math.ceil(lane.pending.length * 1.5));
    return null;
  }
  lane.lookAt = 2 * lane.limits.countMin;
  const observations = lane.pending.slice(0, cut.to);
  lane.pending = lane.pending.slice(cut.to);
  lane.earliest = earliestOf(lane.pending);
  const { doubtBefore } = lane;
  if (cut.commitBefore !== Number.POSITIVE_INFINITY)
    lane.doubtBefore = cut.commitBefore + lane.limits.reachMs / 3;
  return { observations, commitBefore: cut.commitBefore, doubtBefore };
}

/** Enough has come in, or enough time has passed since the first of it. */
function isWorthALook(lane: Lane, watermark: number): boolean {
  const { spanMs, reachMs } = lane.limits;
  return (
    lane.pending.length >= lane.lookAt ||
    watermark >= Math.max(lane.earliest + spanMs + 2 * reachMs, lane.nextLook)
  );
}

export function giveBack(lane: Lane, observations: readonly Observation[]): void {
  lane.pending = [...observations, ...lane.pending];
  lane.earliest = earliestOf(lane.pending);
}

export function addToLane(lane: Lane, observation: Observation): void {
  if (observation.at === null) {
    lane.timeless.push(observation);
    return;
  }
  lane.pending.push(observation);
  lane.earliest = Math.min(lane.earliest, beganAt(observation));
}

/** Everything before this moment has come out. */
export function doneThrough(lane: Lane, watermark: number): number {
  const reached = watermark === Number.POSITIVE_INFINITY ? watermark : watermark - lane.limits.reachMs;
  return Math.min(reached, lane.earliest);
}

export function isEmpty(lane: Lane): boolean {
  return lane.pending.length === 0 && lane.timeless.length === 0;
}

/** When the call began that a row tells of; else when the record was written. */
export function beganAt(observation: Observation): number {
  return (observation.at ?? Number.POSITIVE_INFINITY) - Math.max(0, observation.durationMs);
}

function earliestOf(observations: readonly Observation[]): number {
  let earliest = Number.POSITIVE_INFINITY;
  for (const observation of observations) earliest = Math.min(earliest, beganAt(observation));
  return earliest;
}

function takeTimeless(lane: Lane): Chunk {
  const observations = lane.timeless.sort(inOrder);
  lane.timeless = [];
  return { observations, commitBefore: Number.POSITIVE_INFINITY, doubtBefore: Number.NEGATIVE_INFINITY };
}

function takeAll(lane: Lane): Chunk {
  const observations = lane.pending;
  lane.pending = [];
  lane.earliest = Number.POSITIVE_INFINITY;
  lane.lookAt = 2 * lane.limits.countMin;
  return { observations, commitBefore: Number.POSITIVE_INFINITY, doubtBefore: lane.doubtBefore };
}

interface Cut {
  readonly to: number;
  readonly commitBefore: number;
}

/** The first moment of rest that is final and far enough from the start, else a forced cut. */
function cutOf(lane: Lane, begins: Float64Array, watermark: number): Cut | null {
  const { pending, limits } = lane;
  const final = watermark - limits.reachMs;
  const laterBegins = suffixMinimum(begins);
  const firstAt = pending[0]?.at ?? 0;
  let latestEnd = Number.NEGATIVE_INFINITY;
  for (let index = 1; index <= pending.length && index <= limits.countMax; index += 1) {
    if ((pending[index - 1]?.at ?? firstAt) - firstAt >= limits.restlessMs) break;
    latestEnd = Math.max(latestEnd, endOf(pending[index - 1]));
    if (latestEnd + limits.gapMs > final) break;
    // What is still to come begins at `final` or later: a source of which there is little does not hold back the others.
    const next = Math.min(final, laterBegins[index] ?? final);
    const far = index >= limits.countMin || next - firstAt >= limits.spanMs;
    if (far && latestEnd + limits.gapMs < next) return { to: index, commitBefore: Number.POSITIVE_INFINITY };
  }
  return forced(pending, limits, final);
}

function forced(pending: readonly Observation[], limits: LaneLimits, final: number): Cut | null {
  const firstAt = pending[0]?.at ?? final;
  const full = pending[limits.countMax]?.at ?? Number.POSITIVE_INFINITY;
  // Behind the first record in any case: something has to come out, were all of one second.
  const commitBefore = Math.max(Math.min(full, firstAt + limits.restlessMs), firstAt + limits.gapMs);
  const through = commitBefore + limits.reachMs;
  if (!(through <= final)) return null;
  let to = 0;
  while (to < pending.length && (pending[to]?.at ?? through) < through) to += 1;
  return { to, commitBefore };
}
