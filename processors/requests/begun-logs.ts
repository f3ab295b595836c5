import type { Observation } from "../contract/index.ts";
import { beginsOf, endOf } from "./begins.ts";
import { beganAt } from "./lane.ts";
import type { Chunk } from "./lane.ts";
import { presentMs } from "./segment-of.ts";
import { suffixMinimum } from "./suffix-minimum.ts";

/**
 * Stretches of a chunk in each of which the same logs are there. A log that begins in the midst of a chunk (what is older was overwritten, or was not copied) lacks nothing before its first record, and
 * taken for one that does, it would take certainty from all: so the chunk is parted at the last good rest before that record.
 */
export function partsOf(chunk: Chunk, lastSeen: ReadonlyMap<string, number>): readonly Chunk[] {
  const { observations } = chunk;
  const begun = firstRecords(observations, lastSeen);
  if (begun.length === 0) return [chunk];
  const begins = suffixMinimum(beginsOf(observations, reachMs));
  const cuts = begun.flatMap((index) => restBefore(observations, begins, index) ?? []);
  const borders = [...new Set([0, ...cuts, observations.length])].toSorted((a, b) => a - b);
  return borders
    .slice(1)
    .map((to, index) => ({ ...chunk, observations: observations.slice(borders[index], to) }));
}

const followed: readonly Observation["writer"][] = ["plugin", "crp", "iis"];
/** Logs of one server begin within a request or two of each other. */
const togetherMs = 20_000;
const reachMs = 60_000;
/** Longer rests are no better than this one. */
const restMs = 2000;

/** The first record of each log that begins here, later than others. */
function firstRecords(
  observations: readonly Observation[],
  lastSeen: ReadonlyMap<string, number>,
): readonly number[] {
  const from = observations[0]?.at ?? Number.NaN;
  return followed.flatMap((writer) => {
    const before = lastSeen.get(writer);
    if (before !== undefined && from - before <= presentMs) return [];
    const index = observations.findIndex((one) => one.writer === writer);
    const first = observations[index];
    return first !== undefined && beganAt(first) - from > togetherMs ? [index] : [];
  });
}

/** Null: something is under way all the time. */
function restBefore(
  observations: readonly Observation[],
  begins: Float64Array,
  index: number,
): number | null {
  const until = begins[index] ?? 0;
  let cut: number | null = null;
  let longest = 0;
  let latestEnd = Number.NEGATIVE_INFINITY;
  for (let at = 1; at <= index; at += 1) {
    latestEnd = Math.max(latestEnd, endOf(observations[at - 1]));
    const next = begins[at] ?? 0;
    const rest = Math.min(next - latestEnd, restMs);
    if (next < until - reachMs || rest < longest || rest <= 0) continue;
    longest = rest;
    cut = at;
  }
  return cut;
}
