import type { Candidate, Generation } from "../../contract/index.ts";
import type { Member } from "../cluster.ts";
import { byStart } from "../fragment.ts";
import type { Fragment, Role } from "../fragment.ts";
import type { Entry } from "./history.ts";
import { namesOf } from "./key-index.ts";
import type { Part } from "./parts.ts";
import { addDraft, createPlaces, placeAll, standAlone } from "./places.ts";

/** One attempt: what one request is made of. */
export interface Attempt {
  readonly host: string;
  readonly generation: Generation;
  readonly members: Member[];
  readonly candidates: Candidate[];
}

/** Which other logs there are. */
export interface LogsOfHosts {
  readonly serverLogs: (host: string) => boolean;
  /** Those of the host may show the request of this report. */
  readonly requestOf: (report: Fragment) => boolean;
}

export interface Split {
  readonly attempts: readonly Attempt[];
  /** Fragments that cannot make a request by themselves. */
  readonly unbound: readonly Fragment[];
}

/**
 * Splits a history into attempts. Each cluster is an attempt; without one, each run of a device is; without one, what can stand alone is. Every other
 * fragment goes to the attempt whose identifiers it shares, and among several (retries with the same key) to the one that it names by an identifier of its own,
 * else to the nearest in time. It never goes to an attempt that holds another value of an identifier that a request has only once, or a call of its own, nor
 * what tells of a certificate to one that was refused: then it is a request of its own. What a CA on another host logged, and no identifier places, goes to the
 * attempt that waited for it.
 */
export function splitAttempts(history: Part, has: LogsOfHosts): Split {
  const entries = history.entries.toSorted((a, b) => byStart(a.fragment, b.fragment));
  const anchors = new Set(anchorsOf(entries, has));
  const places = createPlaces(entries.filter((entry) => !anchors.has(entry)));
  for (const entry of anchors) addDraft(places, entry);
  placeAll(places);
  for (const waiter of places.waiters)
    if (!waiter.isPlaced && standsAlone(waiter.entry, has)) {
      standAlone(places, waiter);
      placeAll(places);
    }
  for (const draft of places.drafts) doubtDevices(draft.members);
  const left = places.waiters.filter(({ isPlaced }) => !isPlaced);
  return { attempts: places.drafts, unbound: left.map(({ entry }) => entry.fragment) };
}

/** A device enrols once in an attempt, and its clock may be off: of two stretches of its log one is that of another attempt with the same key, or both are one. */
function doubtDevices(members: Member[]): void {
  const isDevice = ({ fragment }: Member): boolean => fragment.role === "device-run";
  if (members.filter(isDevice).length < 2) return;
  for (const [index, member] of members.entries())
    if (isDevice(member)) members[index] = { ...member, grade: "probable" };
}

/** What can be a request without anything else: its source tells a whole story, or its result. */
export const loneRoles: ReadonlySet<Role> = new Set<Role>([
  "device-run",
  "status-file",
  "report-event",
  "http-error",
  "prelude-row",
]);

/**
 * A status file alone is a request only where no other log of its host could show that request: else it would count twice. So is the connector's report of a success that names no request. A failed
 * report is told all the same: it may be the only word of that.
 */
function standsAlone({ fragment }: Entry, has: LogsOfHosts): boolean {
  const { role, host, observations } = fragment;
  if (!loneRoles.has(role)) return false;
  if (role === "status-file") return !has.serverLogs(host);
  if (role !== "report-event" || namesOf(fragment).length > 0) return true;
  return observations.some(({ outcome }) => outcome === "failed") || !has.requestOf(fragment);
}

function anchorsOf(entries: readonly Entry[], has: LogsOfHosts): readonly Entry[] {
  const clusters = entries.filter((entry) => entry.cluster !== null);
  if (clusters.length > 0) return clusters;
  const devices = entries.filter((entry) => entry.fragment.role === "device-run");
  if (devices.length > 0) return devices;
  const alone = entries.find((entry) => standsAlone(entry, has));
  return alone === undefined ? [] : [alone];
}
