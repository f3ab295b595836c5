import type { Fragment } from "../fragment.ts";
import { fragmentsOf } from "./history.ts";
import type { Entry, History } from "./history.ts";

/** Whose clocks may be wrong by hours, and say nothing of how long the rest has waited. */
export const ownClocks: ReadonlySet<string> = new Set(["ca-request", "device-run"]);

/** What the entries of a history tell of time. */
interface Told {
  /** So many of them were looked at. */
  count: number;
  isDated: boolean;
  latest: number | null;
}

/** Each entry is looked at once: a history is asked at each of its entries, and may have as many as there are files. */
const known = new WeakMap<History, Told>();

/** A clock other than a CA's or a device's tells when it was. */
export function isDated(history: History): boolean {
  return toldOf(history).isDated;
}

/** What its records tell of a moment, ms UTC. Null: one of them tells none at all. */
export function latestTold(history: History): number | null {
  const { count, latest } = toldOf(history);
  return count === 0 ? null : latest;
}

/** To be told when entries are taken out. */
export function lookAnew(history: History): void {
  known.delete(history);
}

function toldOf(history: History): Told {
  let told = known.get(history);
  if (told === undefined) {
    told = { count: 0, isDated: false, latest: Number.NEGATIVE_INFINITY };
    known.set(history, told);
  }
  const { entries } = history;
  for (; told.count < entries.length; told.count += 1) {
    const entry = entries[told.count];
    if (entry !== undefined) note(told, entry);
  }
  return told;
}

function note(told: Told, entry: Entry): void {
  told.isDated ||= !ownClocks.has(entry.fragment.role) && !Number.isNaN(entry.fragment.start);
  for (const fragment of told.latest === null ? [] : fragmentsOf(entry)) {
    const at = toldBy(fragment);
    told.latest = at === null || told.latest === null ? null : Math.max(told.latest, at);
  }
}

/** The latest moment that its records tell of, ms UTC. Null: one of them tells none at all. */
export function toldBy({ observations }: Fragment): number | null {
  let latest: number | null = null;
  for (const { at, trust } of observations) {
    if (at === null || trust === "time-of-day") return null;
    latest = Math.max(latest ?? at, at);
  }
  return latest;
}
