import type { Observation } from "../contract/index.ts";

/**
 * Observations that one writer ties together by its own grammar: a thread's run, a row, the events of one CA request.
 * Inside a fragment nothing is guessed; which fragments belong to one request is decided afterwards.
 */
export interface Fragment {
  readonly role: Role;
  readonly host: string;
  /** Earliest and latest moment that it can touch, ms UTC; NaN when its records carry no usable time. */
  readonly start: number;
  readonly end: number;
  /** In order of time, then file and offset. */
  readonly observations: readonly Observation[];
  /** False when a record of its grammar is missing, doubled or out of order: what it says is probable at best. */
  readonly whole: boolean;
  /** Its join names, once they were asked for. */
  names?: readonly string[];
}

export type Role =
  | "plugin-run"
  | "crp-verify"
  | "crp-notify"
  | "connector-run"
  | "verify-row"
  | "notify-row"
  | "pki-row"
  | "prelude-row"
  | "ndes-event"
  | "ca-request"
  | "status-file"
  | "upload"
  | "report-event"
  | "device-run"
  | "http-error"
  | "loose";

/** A stretch of time known to the millisecond. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** One pass of a plug-in thread through VerifyRequest and, if it came that far, Notify. */
export interface PluginRun extends Fragment {
  readonly role: "plugin-run";
  /** The call to the registration point, as far as the plug-in logged both of its ends. */
  readonly verifyCall: Stretch | null;
  readonly notifyCall: Stretch | null;
  /** End of VerifyRequest; NaN when not logged. */
  readonly verifiedAt: number;
  /** Start of Notify; NaN when not logged. */
  readonly notifiedAt: number;
  readonly verdict: boolean | null;
  /** The call got an answer: the registration point and IIS must have logged it too. */
  readonly reachedVerify: boolean;
  readonly reachedNotify: boolean;
}

export function isPluginRun(fragment: Fragment | undefined): fragment is PluginRun {
  return fragment?.role === "plugin-run";
}

export function pointFragment(role: Role, observation: Observation): Fragment {
  const at = observation.at ?? Number.NaN;
  return { role, host: observation.host, start: at, end: at, observations: [observation], whole: true };
}

/** Order of time, then file, then offset: the only order that decisions may depend on. */
export function inOrder(a: Observation, b: Observation): number {
  const before = byMoment(a, b);
  if (before !== 0) return before;
  if (a.fileId !== b.fileId) return a.fileId < b.fileId ? -1 : 1;
  return a.offset - b.offset;
}

/** What has no time comes last. */
export function byMoment(a: Observation, b: Observation): number {
  const before = (a.at ?? Number.POSITIVE_INFINITY) - (b.at ?? Number.POSITIVE_INFINITY);
  return Number.isNaN(before) ? 0 : before;
}

/**
 * Order of the writer: by file, then offset; files by their first record. For logs that are only appended to it holds even where the clock steps back.
 * Expects the observations in order of time.
 */
export function inFileOrder(observations: readonly Observation[]): readonly Observation[] {
  if (isInFileOrder(observations)) return observations;
  const files = Map.groupBy(observations, (observation) => observation.fileId);
  return [...files.values()].flatMap((file) => file.sort((a, b) => a.offset - b.offset));
}

/** The usual case: one file, and its clock never stepped back. */
function isInFileOrder(observations: readonly Observation[]): boolean {
  const fileId = observations[0]?.fileId;
  let before = -1;
  for (const observation of observations) {
    if (observation.fileId !== fileId || observation.offset < before) return false;
    before = observation.offset;
  }
  return true;
}

/** False where the clock stepped back within these observations. */
export function isAscending(observations: readonly Observation[]): boolean {
  let latest = Number.NEGATIVE_INFINITY;
  for (const { at } of observations) {
    if (at === null) continue;
    if (at < latest) return false;
    latest = at;
  }
  return true;
}

/** Of runs that all have a time. */
export function byBegin(a: Fragment, b: Fragment): number {
  return a.start - b.start;
}

export function byStart(a: Fragment, b: Fragment): number {
  // What has no time comes last.
  const from = Number.isNaN(a.start) ? Number.POSITIVE_INFINITY : a.start;
  const other = Number.isNaN(b.start) ? Number.POSITIVE_INFINITY : b.start;
  if (from !== other) return from < other ? -1 : 1;
  const first = a.observations[0];
  const second = b.observations[0];
  return first === undefined || second === undefined ? 0 : inOrder(first, second);
}
