import type { Fragment } from "../fragment.ts";
import type { Entry, History } from "./history.ts";
import { entryNames, fragmentsOf } from "./history.ts";
import { isDated, lookAnew, ownClocks, toldBy } from "./told.ts";

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
  const taken = new Set(
    history.entries.filter((entry) => Number.isNaN(entry.fragment.start) && isTaken(entry)),
  );
  if (taken.size === 0) return [];
  const left = history.entries.filter((entry) => !taken.has(entry));
  history.entries.length = 0;
  for (const entry of left) history.entries.push(entry);
  lookAnew(history);
  for (const entry of taken) {
    for (const { observations } of fragmentsOf(entry)) {
      history.observations -= observations.length;
      ledger.observations -= observations.length;
    }
  }
  return [...taken];
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
