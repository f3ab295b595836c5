import { kinds } from "../contract/index.ts";
import { poolSignal, resolvePools } from "./pool-signals.ts";
import { addCallers, noteCaller } from "./callers.ts";
import type { Callers } from "./callers.ts";
import { failedStartBefore, ndesStartOf, ndesStartsMax } from "./ndes-starts.ts";
import type { NdesStart } from "./ndes-starts.ts";
import type { HostActivity, Kind, Observation, Request } from "../contract/index.ts";

/** What each host did, by the minute, for as long as a request can wait for its claim. Bounded: old minutes go. */
export interface ActivityLog {
  observe(observation: Observation): void;
  around(request: Request): HostActivity;
  /** All that it knows, not as a copy: to be encoded before the log is used again. */
  save(): ActivityState;
}

/** By host and minute since 1970. */
export type ActivityState = Map<string, Map<number, Tally>>;

const minuteMs = 60_000;
const reachMinutes = 5;
const minutesMax = 1440;

/** `hosts` is what an earlier log saved, decoded: it is the new one's from now on. */
export function createActivityLog(hosts: ActivityState = new Map()): ActivityLog {
  return {
    observe: (observation) => {
      const { at, host } = observation;
      if (at === null || !tells(observation)) return;
      enter(minuteOf(hosts, host, Math.floor(at / minuteMs)), observation);
    },
    around: (request) => around(hosts.get(request.host), request),
    save: () => hosts,
  };
}

/** Whether it says anything about the activity of its host. Asked of every observation, so the kind comes first. */
function tells(observation: Observation): boolean {
  if (!tellingKinds.has(observation.kind)) return false;
  if (observation.kind === "contact.pki-operation") return true;
  if (hostKinds.has(observation.kind) || poolSignal(observation) !== null) return true;
  return passOf(observation) !== null || refusalOf(observation) !== null;
}

const hostKinds: ReadonlySet<Kind> = new Set(kinds.filter((kind) => kind.startsWith("host.")));
const tellingKinds: ReadonlySet<Kind> = new Set<Kind>([
  "verify.finished",
  "verify.refused",
  "issue.failed",
  "report.call",
  "contact.http-error",
  "contact.pki-operation",
  ...hostKinds,
]);

function enter(minute: Tally, observation: Observation): void {
  const pass = passOf(observation);
  if (pass !== null) countPass(minute.passed, pass, 1);
  countRefusal(minute, observation);
  noteCaller(minute, observation);
  const start = ndesStartOf(observation);
  if (start !== null) minute.starts = [...(minute.starts ?? []), start].slice(-ndesStartsMax);
  for (const signal of signalsOf(observation)) {
    minute.signals ??= new Set();
    if (minute.signals.size < signalsMax) minute.signals.add(signal);
  }
}

/** Names of pools are among them. */
const signalsMax = 256;

function signalsOf(observation: Observation): readonly string[] {
  const pool = poolSignal(observation);
  if (pool !== null) return [pool];
  if (!hostKinds.has(observation.kind)) return [];
  const id = observation.facts.eventId;
  return id === undefined ? [observation.kind] : [observation.kind, `${observation.kind}/${id}`];
}

/** What a host did in a minute, or in several. */
interface Tally extends Refused, Callers {
  readonly passed: Passed;
  /** Null: none, as in most minutes. */
  signals: Set<string> | null;
  /** Left out: NDES neither started nor failed to, as in most minutes. */
  starts?: readonly NdesStart[];
}

function around(minutes: ReadonlyMap<number, Tally> | undefined, request: Request): HostActivity {
  const near = sumAround(minutes, request);
  const { passed } = near;
  const own: Refused = { refused: 0 };
  for (const { observation } of request.evidence) {
    const pass = passOf(observation);
    if (pass !== null) countPass(passed, pass, -1);
    countRefusal(own, observation);
  }
  const failedStart = failedStartBefore(near.starts ?? [], request);
  return {
    ...(failedStart === null ? {} : { failedStart }),
    verifiedNear: Math.max(0, passed.module, passed.point, passed.notify, passed.submitted ?? 0),
    refusedNear: Math.max(0, refusals(near) - refusals(own)),
    ...(near.callers?.size === 1 ? { isOneCaller: true } : {}),
    signals: near.signals === null ? none : resolvePools(near.signals),
  };
}

const none: ReadonlySet<string> = new Set();

/** The sum of the minutes around a request. */
function sumAround(minutes: ReadonlyMap<number, Tally> | undefined, { startedAt, endedAt }: Request): Tally {
  const sum: Tally = { passed: nothingPassed(), refused: 0, signals: null };
  if (minutes === undefined) return sum;
  const from = Math.floor((startedAt ?? 0) / minuteMs) - reachMinutes;
  const to = Math.floor((endedAt ?? startedAt ?? 0) / minuteMs) + reachMinutes;
  for (let at = from; at <= Math.min(to, from + minutesMax); at += 1) {
    const minute = minutes.get(at);
    if (minute !== undefined) addTo(sum, minute);
  }
  return sum;
}

function addTo(sum: Tally, { passed, signals, starts, ...counted }: Tally): void {
  sum.passed.module += passed.module;
  sum.passed.point += passed.point;
  sum.passed.notify += passed.notify;
  if (passed.submitted !== undefined) countPass(sum.passed, "submitted", passed.submitted);
  addRefused(sum, counted);
  addCallers(sum, counted);
  if (signals !== null) for (const signal of signals) (sum.signals ??= new Set()).add(signal);
  if (starts !== undefined) sum.starts = [...(sum.starts ?? []), ...starts];
}

/**
 * A verification that passed is told by the policy module or the connector, by the registration point, by the Notify call that follows, and by event 31 of NDES, which hands to the CA only what has passed: each of these
 * logs may be missing, so the one that tells most counts.
 */
interface Passed extends Record<"module" | "point" | "notify", number> {
  /** Left out: none, as in most minutes, or an earlier version did not count it. */
  submitted?: number;
}

function nothingPassed(): Passed {
  return { module: 0, point: 0, notify: 0 };
}

function countPass(passed: Passed, pass: keyof Passed, count: number): void {
  passed[pass] = (passed[pass] ?? 0) + count;
}

function passOf({ kind, writer, outcome }: Observation): keyof Passed | null {
  if (kind === "issue.failed") return writer === "ndes" ? "submitted" : null;
  if (outcome !== "ok") return null;
  if (kind === "verify.finished") return writer === "crp" ? "point" : "module";
  return kind === "report.call" ? "notify" : null;
}

/**
 * A verification that was refused ends so in the log of the policy module or of the connector, and NDES tells it once more with event 29: either log may be missing, so the one that tells more
 * counts.
 */
interface Refused {
  /** What an earlier version has counted, each as often as a log told it: mostly twice. */
  refused: number;
  /** By the policy module or the connector. Left out: none, as in most minutes. */
  refusedByModule?: number;
  refusedByNdes?: number;
}

function refusals({ refused, refusedByModule = 0, refusedByNdes = 0 }: Refused): number {
  return Math.max(refusedByModule, refusedByNdes) + Math.round(refused / 2);
}

function refusalOf({ kind, writer, outcome }: Observation): "module" | "ndes" | null {
  if (kind === "verify.refused") return "ndes";
  return kind === "verify.finished" && writer !== "crp" && outcome === "failed" ? "module" : null;
}

function addRefused(sum: Refused, { refused, refusedByModule = 0, refusedByNdes = 0 }: Refused): void {
  sum.refused += refused;
  if (refusedByModule > 0) sum.refusedByModule = (sum.refusedByModule ?? 0) + refusedByModule;
  if (refusedByNdes > 0) sum.refusedByNdes = (sum.refusedByNdes ?? 0) + refusedByNdes;
}

function countRefusal(counted: Refused, observation: Observation): void {
  const refusal = refusalOf(observation);
  if (refusal === "module") counted.refusedByModule = (counted.refusedByModule ?? 0) + 1;
  if (refusal === "ndes") counted.refusedByNdes = (counted.refusedByNdes ?? 0) + 1;
}

function minuteOf(hosts: ActivityState, host: string, at: number): Tally {
  let minutes = hosts.get(host);
  if (minutes === undefined) {
    minutes = new Map();
    hosts.set(host, minutes);
  }
  const known = minutes.get(at);
  if (known !== undefined) return known;
  const made: Tally = { passed: nothingPassed(), refused: 0, signals: null };
  minutes.set(at, made);
  const [oldest] = minutes.keys();
  if (minutes.size > minutesMax && oldest !== undefined) minutes.delete(oldest);
  return made;
}
