import type { Fragment } from "../fragment.ts";
import type { Entry, History } from "./history.ts";
import { entryNames, fragmentsOf } from "./history.ts";

/** Whose clocks may be wrong by hours, and say nothing of how long the rest has waited. */
const ownClocks: ReadonlySet<string> = new Set(["ca-request", "device-run"]);

/** A clock other than a CA's or a device's tells when it was. */
export function isDated({ entries }: History): boolean {
  return entries.some(({ fragment }) => !ownClocks.has(fragment.role) && !Number.isNaN(fragment.start));
}

/**
 * Takes out what has no time of its own, such as a status file, where only the clock of a CA or a device says that it is past: were that behind, it would be lost to its
 * request. Nearly always that is nothing.
 */
export function takeUndated(
  ledger: { observations: number },
  history: History,
  isTaken: (entry: Entry) => boolean,
): readonly Entry[] {
  if (history.lastAt === Number.NEGATIVE_INFINITY || isDated(history)) return [];
  const taken = history.entries.filter((entry) => Number.isNaN(entry.fragment.start) && isTaken(entry));
  for (const entry of taken) {
    history.entries.splice(history.entries.indexOf(entry), 1);
    for (const { observations } of fragmentsOf(entry)) {
      history.observations -= observations.length;
      ledger.observations -= observations.length;
    }
  }
  return taken;
}

/** When a history leaves. */
export interface Leaving {
  /** How long it has waited. */
  readonly waitsMs: number;
  /** Nothing more is to come. */
  readonly isEnd: boolean;
}

/** Its request may be still to come when this history leaves: what it tells of a moment is later than that, or it tells of none. */
export function waitsOn({ fragment }: Entry, history: History, { waitsMs, isEnd }: Leaving): boolean {
  // A device's log without dates goes with its log that has some.
  if (fragment.role === "device-run" && history.entries.some(isDatedRun)) return false;
  const at = toldBy(fragment);
  return at === null ? !isEnd : at - history.lastAt > waitsMs;
}

function isDatedRun({ fragment }: Entry): boolean {
  return fragment.role === "device-run" && !Number.isNaN(fragment.start);
}

/** What comes to a history by one of its names. */
export interface Comer {
  readonly fragment: Fragment;
  readonly name: string;
  /** How long what has no time waits for it. */
  readonly lifetimeMs: number;
}

/** This has waited, and still waits, for what comes. */
export function isWaitedFor(entry: Entry, comer: Comer): boolean {
  return entryNames(entry).includes(comer.name) && !comesAfter(comer, toldBy(entry.fragment));
}

/**
 * What tells of this moment has waited long enough when it comes. Only those clocks can say so: a server logs nothing of a request after its file was changed last, and that file
 * may have been copied.
 */
export function comesAfter({ fragment, lifetimeMs }: Comer, at: number | null): boolean {
  return ownClocks.has(fragment.role) && at !== null && fragment.start - at > lifetimeMs;
}

/** What has no time comes to a history whenever it is read, unless such a clock alone tells when that was: then at the moment that it tells of. */
export function comesAt({ fragment }: Comer, history: History): number {
  if (!Number.isNaN(fragment.start) || isDated(history)) return fragment.start;
  return toldBy(fragment) ?? Number.NaN;
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
