import type { Observation } from "../contract/index.ts";
import { beginsOf, endOf } from "./begins.ts";
import { isFinalResult } from "./final-result.ts";
import type { Chunk } from "./lane.ts";
import { suffixMinimum } from "./suffix-minimum.ts";

/**
 * Stretches of a chunk in each of which the same logs are there. A log that begins later than the others, ends before them or lacks minutes (what was older was overwritten, not copied, or not written) lacks
 * nothing beyond that, and taken for one that does it would take certainty from all: so the chunk is parted at the last good rest before it falls silent, and before it is heard again.
 */
export function partsOf(chunk: Chunk): readonly Part[] {
  const { observations } = chunk;
  const there = new Set(observations.map(({ writer }) => writer));
  const silences = [...there].flatMap((writer) => silencesOf(observations, writer));
  if (silences.length === 0) return [{ ...chunk, lacking: none }];
  const begins = suffixMinimum(beginsOf(observations, reachMs));
  const cuts = silences
    .flatMap(({ from, to }) => [from, to])
    .flatMap((index) => restBefore(observations, begins, index) ?? []);
  const borders = [...new Set([0, ...cuts, observations.length])].toSorted((a, b) => a - b);
  const lacking = new Set(silences.flatMap(({ shown }) => shown.flatMap((at) => observations[at] ?? [])));
  return borders
    .slice(1)
    .map((to, index) => ({ ...chunk, observations: observations.slice(borders[index], to), lacking }));
}

export interface Part extends Chunk {
  /** What shows that a log is silent although it should not be. */
  readonly lacking: ReadonlySet<Observation>;
}

const none: ReadonlySet<Observation> = new Set();

/** Whether a log has nothing of a stretch in which others show that it should. */
export function isMissing(observations: readonly Observation[], writer: string): boolean {
  return !observations.some((one) => isOfLog(one, writer)) && silencesOf(observations, writer).length > 0;
}

/** The connector's final results are a log of their own, and go on where that of its steps is silent. */
function isOfLog(one: Observation, writer: string): boolean {
  return one.writer === writer && !isFinalResult(one);
}

/** From the first record that shows that another is lacking to the first of the silent log behind it, as indices. */
interface Silence {
  readonly from: number;
  readonly to: number;
  /** By these records, as indices. */
  readonly shown: readonly number[];
}

/** Single records are lost anywhere: so many of another log, over so long a time, without one of this. */
const lackingMin = 2;
const silentMs = 20_000;

function silencesOf(observations: readonly Observation[], writer: string): readonly Silence[] {
  const shows = proofs.get(writer);
  if (shows === undefined) return [];
  const silences: Silence[] = [];
  let lacking: number[] = [];
  const close = (to: number): void => {
    const [first, last] = [lacking[0], lacking.at(-1)];
    if (first !== undefined && last !== undefined && lacking.length >= lackingMin) {
      const lastsMs = (observations[last]?.at ?? 0) - (observations[first]?.at ?? 0);
      if (lastsMs >= silentMs) silences.push({ from: first, to, shown: lacking });
    }
    lacking = [];
  };
  let index = 0;
  let heardAt = Number.NEGATIVE_INFINITY;
  for (const one of observations) {
    if (isOfLog(one, writer)) {
      close(index);
      heardAt = one.at ?? heardAt;
    } else if (shows(one) && beganAt(one) > heardAt) lacking.push(index);
    index += 1;
  }
  close(observations.length);
  return silences;
}

/** A result is there moments after the call began that it ends. */
const resultMs = 2000;

/** What began before the log was heard last may be all there. */
function beganAt(one: Observation): number {
  return (one.at ?? 0) - (isFinalResult(one) ? resultMs : Math.max(0, one.durationMs));
}

/** A call that got an answer other than that the site has failed. */
const isAnswered = ({ writer, kind, facts }: Observation): boolean =>
  writer === "plugin" && kind === "verify.returned" && facts.status === undefined;
/** Verification is within the device's call. */
const isCalled = (one: Observation): boolean =>
  isAnswered(one) || (one.writer === "connector" && one.kind === "verify.finished");
const isServed = ({ writer, kind, outcome }: Observation): boolean =>
  (writer === "crp" && kind === "verify.finished") || (kind === "verify.call" && outcome === "ok");

const isOperation = ({ kind, outcome }: Observation): boolean =>
  kind === "contact.pki-operation" && outcome === "ok";

/** By log: what another does not say without it. */
const proofs: ReadonlyMap<string, (one: Observation) => boolean> = new Map([
  ["plugin", isServed],
  ["crp", isAnswered],
  ["iis", isCalled],
  ["connector", (one) => isOperation(one) || isFinalResult(one)],
]);
const reachMs = 60_000;
/** Longer rests are no better than this one. */
const restMs = 500;

/** Null: something is under way all the time. */
function restBefore(
  observations: readonly Observation[],
  begins: Float64Array,
  index: number,
): number | null {
  const until = begins[index] ?? Number.POSITIVE_INFINITY;
  let cut: number | null = null;
  let longest = 0;
  let latestEnd = Number.NEGATIVE_INFINITY;
  for (let at = 1; at <= index && at < observations.length; at += 1) {
    latestEnd = Math.max(latestEnd, endOf(observations[at - 1]));
    const next = begins[at] ?? 0;
    const rest = Math.min(next - latestEnd, restMs);
    if (next < until - reachMs || rest < longest || rest <= 0) continue;
    longest = rest;
    cut = at;
  }
  return cut;
}
