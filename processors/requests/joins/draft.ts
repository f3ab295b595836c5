import type { Candidate, Generation, Grade } from "../../contract/index.ts";
import type { Member } from "../cluster.ts";
import type { Fragment } from "../fragment.ts";
import { mayHoldRun } from "../layers/operation-layer.ts";
import type { Named } from "./crowd.ts";
import type { Entry } from "./history.ts";
import { namesOf, noteName } from "./key-index.ts";
import type { KeysSoFar } from "./key-index.ts";
import { isRefusal, tellsOfDelivery } from "./refused.ts";

/** An attempt that is being put together. */
export interface Draft extends Named, KeysSoFar {
  host: string;
  generation: Generation;
  readonly members: Member[];
  readonly candidates: Candidate[];
  /** The host is the one that the device called. */
  isOfCalledHost: boolean;
  readonly names: Map<string, Grade>;
  readonly singles: Map<string, Set<string>>;
  bars: number;
  /** How many there were before it. */
  readonly place: number;
  /** Of its anchor, ms UTC. */
  readonly start: number;
  readonly end: number;
}

export function draftOf(entry: Entry, place: number): Draft {
  const { cluster, fragment } = entry;
  const alone: Member = { fragment, grade: fragment.whole ? "exact" : "probable", why: "its own record" };
  const draft: Draft = {
    host: fragment.host,
    generation: cluster?.generation ?? generationOf(fragment),
    isOfCalledHost: isOfCalledHost(fragment),
    members: [],
    candidates: cluster === null ? [] : [...cluster.candidates],
    names: new Map(),
    singles: new Map(),
    passes: new Map(),
    bars: 0,
    place,
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

/** The names that it had not before. */
export function addMember(draft: Draft, member: Member): readonly string[] {
  const gained: string[] = [];
  draft.members.push(member);
  draft.bars |= refusedBy(member);
  toServer(draft, member.fragment);
  for (const name of namesOf(member.fragment)) {
    const known = draft.names.get(name);
    if (known === undefined || known === "probable") draft.names.set(name, member.grade);
    if (known !== undefined) continue;
    gained.push(name);
    noteName(draft, name);
  }
  return gained;
}

/** A request is one of the host that the device called. What was logged there comes before the name of the device; a CA may be elsewhere. */
export function toServer(draft: Draft, fragment: Fragment): void {
  if (!draft.isOfCalledHost && isOfCalledHost(fragment)) {
    draft.isOfCalledHost = true;
    draft.host = fragment.host;
  }
  if (draft.generation === "unknown") draft.generation = generationOf(fragment);
}

function isOfCalledHost({ role }: Fragment): boolean {
  return role !== "device-run" && role !== "ca-request";
}

/** A device's log without dates: only its order tells which of several enrolments with one key a stretch of it is. */
export function isDateless({ role, start }: Fragment): boolean {
  return role === "device-run" && Number.isNaN(start);
}

const device = 1;
const call = 2;
const delivery = 4;

/** An attempt is one call of the device, and one stretch of a log that tells no times; and what tells of a certificate is not of one that was refused. */
export function barsOf(fragment: Fragment): number {
  return (
    (isDateless(fragment) ? device : 0) |
    (isCall(fragment) ? call : 0) |
    (tellsOfDelivery(fragment) ? delivery : 0)
  );
}

function refusedBy(member: Member): number {
  const { fragment } = member;
  return (
    (fragment.role === "device-run" ? device : 0) |
    (isCall(fragment) ? call : 0) |
    (isRefusal(member) ? delivery : 0)
  );
}

function isCall({ role, observations }: Fragment): boolean {
  return role === "pki-row" && observations.every((one) => mayHoldRun(one));
}
