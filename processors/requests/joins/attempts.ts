import type { Candidate, Generation, Grade } from "../../contract/index.ts";
import { weakest } from "../cluster.ts";
import type { Member } from "../cluster.ts";
import { byStart } from "../fragment.ts";
import type { Fragment, Role } from "../fragment.ts";
import { mayHoldRun } from "../layers/operation-layer.ts";
import { conflict, isApart, isOfOneAttempt, namesOf, singleKeys } from "./key-index.ts";
import { entryNames } from "./history.ts";
import type { Entry } from "./history.ts";
import { isTheOnly, likeliest } from "./nearest.ts";
import type { Part } from "./parts.ts";
import { isDenied } from "./refused.ts";

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
  const anchors = anchorsOf(entries, has);
  const drafts = anchors.map((entry) => draftOf(entry));
  const unbound: Fragment[] = [];
  const dateless = entries.filter(isDateless);
  let waiting: readonly Entry[] = entries.filter((entry) => !anchors.includes(entry));
  while (waiting.length > 0) {
    const left = waiting.filter((entry) => !placed(drafts, entry, dateless.length > 1 && isDateless(entry)));
    // One fragment can link the next: as long as something finds its place, the others are tried again.
    if (left.length === waiting.length) {
      const called = left.find((entry) => placedByTime(drafts, entry));
      if (called !== undefined) {
        waiting = left.filter((entry) => entry !== called);
        continue;
      }
      const alone = left.find((entry) => standsAlone(entry, has));
      if (alone === undefined) {
        unbound.push(...left.map((entry) => entry.fragment));
        break;
      }
      drafts.push(draftOf(alone));
      waiting = left.filter((entry) => entry !== alone);
    } else waiting = left;
  }
  for (const draft of drafts) doubtDevices(draft.members);
  return { attempts: drafts, unbound };
}

/** A device enrols once in an attempt, and its clock may be off: of two stretches of its log one is that of another attempt with the same key, or both are one. */
function doubtDevices(members: Member[]): void {
  const isDevice = ({ fragment }: Member): boolean => fragment.role === "device-run";
  if (members.filter(isDevice).length < 2) return;
  for (const [index, member] of members.entries())
    if (isDevice(member)) members[index] = { ...member, grade: "probable" };
}

/** A device's log without dates: only its order tells which of several enrolments with one key a stretch of it is. */
function isDateless({ fragment: { role, start } }: Pick<Entry, "fragment">): boolean {
  return role === "device-run" && Number.isNaN(start);
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

interface Draft extends Attempt {
  host: string;
  generation: Generation;
  /** The host is the one that the device called. */
  isOfCalledHost: boolean;
  readonly names: Map<string, Grade>;
  /** Of its anchor, ms UTC. */
  readonly start: number;
  readonly end: number;
}

function draftOf(entry: Entry): Draft {
  const { cluster, fragment } = entry;
  const alone: Member = { fragment, grade: fragment.whole ? "exact" : "probable", why: "its own record" };
  const draft: Draft = {
    host: fragment.host,
    generation: cluster?.generation ?? generationOf(fragment),
    isOfCalledHost: isOfCalledHost(fragment),
    members: [],
    candidates: cluster === null ? [] : [...cluster.candidates],
    names: new Map(),
    start: fragment.start,
    end: fragment.end,
  };
  for (const member of cluster?.members ?? [alone]) addMember(draft, member);
  return draft;
}

function generationOf(fragment: Fragment): Generation {
  if (fragment.role === "report-event") return "unified";
  return fragment.role === "status-file" ? "legacy" : "unknown";
}

function addMember(draft: Draft, member: Member): void {
  draft.members.push(member);
  toServer(draft, member.fragment);
  for (const name of namesOf(member.fragment)) {
    const known = draft.names.get(name);
    if (known === undefined || known === "probable") draft.names.set(name, member.grade);
  }
}

/** A request is one of the host that the device called. What was logged there comes before the name of the device; a CA may be elsewhere. */
function toServer(draft: Draft, fragment: Fragment): void {
  if (!draft.isOfCalledHost && isOfCalledHost(fragment)) {
    draft.isOfCalledHost = true;
    draft.host = fragment.host;
  }
  if (draft.generation === "unknown") draft.generation = generationOf(fragment);
}

function isOfCalledHost({ role }: Fragment): boolean {
  return role !== "device-run" && role !== "ca-request";
}

function placed(drafts: readonly Draft[], entry: Entry, isRivalled: boolean): boolean {
  if (entry.weakly) return placedWeakly(drafts, entry);
  const names = entryNames(entry);
  const singles = singleKeys(names);
  const open = drafts.filter(
    (draft) =>
      !conflict(singles, singleKeys(draft.names.keys())) &&
      !hasItsOwn(draft, entry.fragment) &&
      !isDenied(draft.members, entry.fragment),
  );
  const able = open.filter((draft) => names.some((name) => draft.names.has(name)));
  const own = names.filter(isOfOneAttempt);
  const named = able.filter((draft) => own.some((name) => draft.names.has(name)));
  const draft = likeliest(named.length > 0 ? named : able, entry.fragment);
  if (draft === null) return false;
  // What several attempts share tells of one only where time does.
  const isSure =
    named.length === 1 ||
    (!isRivalled &&
      !isApart(names, draft.names.keys()) &&
      (drafts.length === 1 || isTheOnly(draft, open, entry.fragment)));
  add(draft, entry, { names: named.length > 0 && able.length > 1 ? own : names, isSure });
  return true;
}

/** An attempt is one call of the device, and one stretch of a log that tells no times. */
function hasItsOwn({ members }: Draft, fragment: Fragment): boolean {
  const { role, observations } = fragment;
  if (isDateless({ fragment })) return members.some((member) => member.fragment.role === role);
  if (role !== "pki-row" || !observations.every((one) => mayHoldRun(one))) return false;
  return members.some(
    (member) => member.fragment.role === role && member.fragment.observations.every((one) => mayHoldRun(one)),
  );
}

function placedWeakly(drafts: readonly Draft[], entry: Entry): boolean {
  const before = drafts.findLast((draft) => draft.start <= entry.fragment.start) ?? drafts[0];
  if (before === undefined) return false;
  const why = "the only request of this user and device that waited for its report";
  before.members.push({ fragment: entry.fragment, grade: "probable", why });
  toServer(before, entry.fragment);
  return true;
}

/** What a CA on another host logged, once no identifier tells whose it is. */
function placedByTime(drafts: readonly Draft[], { fragment, caller }: Entry): boolean {
  const draft = caller === null ? undefined : drafts.find(({ members }) => members[0]?.fragment === caller);
  if (draft === undefined || draft.members.some((member) => member.fragment.role === "ca-request"))
    return false;
  if (conflict(singleKeys(namesOf(fragment)), singleKeys(draft.names.keys()))) return false;
  addMember(draft, {
    fragment,
    grade: "probable",
    why: "the only attempt that waited for this CA then, and the only request of the CA that fits it",
  });
  return true;
}

function add(
  draft: Draft,
  entry: Entry,
  { names, isSure }: { readonly names: readonly string[]; readonly isSure: boolean },
): void {
  const name = names.find((one) => draft.names.has(one)) ?? "";
  // A key that came over a probable edge joins only as probable.
  const over: Grade = !isSure || draft.names.get(name) === "probable" ? "probable" : "key";
  const why = `shares its ${name.slice(0, name.indexOf(" "))}`;
  const fragments =
    entry.cluster === null ? [entry.fragment] : entry.cluster.members.map((member) => member.fragment);
  for (const fragment of fragments)
    addMember(draft, { fragment, grade: weakest(over, fragment.whole ? "key" : "probable"), why });
}
