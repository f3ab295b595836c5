import type { Candidate, Generation, Grade } from "../../contract/index.ts";
import { weakest } from "../cluster.ts";
import type { Member } from "../cluster.ts";
import { byStart } from "../fragment.ts";
import type { Fragment, Role } from "../fragment.ts";
import { conflict, namesOf, singleKeys } from "./key-index.ts";
import { entryNames } from "./history.ts";
import type { Entry, History } from "./history.ts";

/** One attempt: what one request is made of. */
export interface Attempt {
  readonly host: string;
  readonly generation: Generation;
  readonly members: Member[];
  readonly candidates: Candidate[];
}

export interface Split {
  readonly attempts: readonly Attempt[];
  /** Fragments that cannot make a request by themselves. */
  readonly unbound: readonly Fragment[];
}

/**
 * Splits a history into attempts. Each cluster is an attempt; without one, each run of a device is; without one, what can stand alone is. Every other
 * fragment goes to the attempt whose identifiers it shares, and among several (retries with the same key) to the nearest in time. It never goes to an attempt
 * that holds another value of an identifier that a request has only once: then it is a request of its own.
 */
export function splitAttempts(history: History, hasServerLogs: (host: string) => boolean): Split {
  const entries = history.entries.toSorted((a, b) => byStart(a.fragment, b.fragment));
  const anchors = anchorsOf(entries, hasServerLogs);
  const drafts = anchors.map((entry) => draftOf(entry));
  const unbound: Fragment[] = [];
  let waiting: readonly Entry[] = entries.filter((entry) => !anchors.includes(entry));
  while (waiting.length > 0) {
    const left = waiting.filter((entry) => !placed(drafts, entry));
    // One fragment can link the next: as long as something finds its place, the others are tried again.
    if (left.length === waiting.length) {
      const alone = left.find((entry) => standsAlone(entry, hasServerLogs));
      if (alone === undefined) {
        unbound.push(...left.map((entry) => entry.fragment));
        break;
      }
      drafts.push(draftOf(alone));
      waiting = left.filter((entry) => entry !== alone);
    } else waiting = left;
  }
  return { attempts: drafts, unbound };
}

/** What can be a request without anything else: its source tells a whole story, or its result. */
export const loneRoles: ReadonlySet<Role> = new Set<Role>([
  "device-run",
  "status-file",
  "report-event",
  "http-error",
  "prelude-row",
]);

/** A status file alone is a request only where no other log of its host could show that request: else it would count twice. */
function standsAlone({ fragment }: Entry, hasServerLogs: (host: string) => boolean): boolean {
  if (!loneRoles.has(fragment.role)) return false;
  return fragment.role !== "status-file" || !hasServerLogs(fragment.host);
}

function anchorsOf(entries: readonly Entry[], hasServerLogs: (host: string) => boolean): readonly Entry[] {
  const clusters = entries.filter((entry) => entry.cluster !== null);
  if (clusters.length > 0) return clusters;
  const devices = entries.filter((entry) => entry.fragment.role === "device-run");
  if (devices.length > 0) return devices;
  const alone = entries.find((entry) => standsAlone(entry, hasServerLogs));
  return alone === undefined ? [] : [alone];
}

interface Draft extends Attempt {
  readonly names: Map<string, Grade>;
  readonly start: number;
}

function draftOf(entry: Entry): Draft {
  const { cluster, fragment } = entry;
  const alone: Member = { fragment, grade: fragment.whole ? "exact" : "probable", why: "its own record" };
  const draft: Draft = {
    host: fragment.host,
    generation: cluster?.generation ?? generationOf(fragment),
    members: [],
    candidates: cluster === null ? [] : [...cluster.candidates],
    names: new Map(),
    start: fragment.start,
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
  for (const name of namesOf(member.fragment)) {
    const known = draft.names.get(name);
    if (known === undefined || known === "probable") draft.names.set(name, member.grade);
  }
}

function placed(drafts: readonly Draft[], entry: Entry): boolean {
  if (entry.weakly) return placedWeakly(drafts, entry);
  const names = entryNames(entry);
  const singles = singleKeys(names);
  const able = drafts.filter(
    (draft) =>
      names.some((name) => draft.names.has(name)) && !conflict(singles, singleKeys(draft.names.keys())),
  );
  const named = able.filter((draft) =>
    names.some((name) => name.startsWith("statusFile ") && draft.names.has(name)),
  );
  const nearest = (named.length > 0 ? named : able).reduce<Draft | null>(
    (best, draft) => (best === null || distance(draft, entry) < distance(best, entry) ? draft : best),
    null,
  );
  if (nearest !== null) add(nearest, entry, names);
  return nearest !== null;
}

function placedWeakly(drafts: readonly Draft[], entry: Entry): boolean {
  const before = drafts.findLast((draft) => draft.start <= entry.fragment.start) ?? drafts[0];
  before?.members.push({
    fragment: entry.fragment,
    grade: "probable",
    why: "the only request of this user and device that waited for its report",
  });
  return before !== undefined;
}

function distance(draft: Draft, entry: Entry): number {
  const ms = Math.abs(draft.start - entry.fragment.start);
  return Number.isNaN(ms) ? Number.MAX_VALUE : ms;
}

function add(draft: Draft, entry: Entry, names: readonly string[]): void {
  const name = names.find((one) => draft.names.has(one)) ?? "";
  // A key that came over a probable edge joins only as probable.
  const over: Grade = draft.names.get(name) === "probable" ? "probable" : "key";
  const why = `shares its ${name.slice(0, name.indexOf(" "))}`;
  const fragments =
    entry.cluster === null ? [entry.fragment] : entry.cluster.members.map((member) => member.fragment);
  for (const fragment of fragments)
    addMember(draft, { fragment, grade: weakest(over, fragment.whole ? "key" : "probable"), why });
}
