import type { Grade } from "../../contract/index.ts";
import { weakest } from "../cluster.ts";
import type { Member } from "../cluster.ts";
import type { Fragment } from "../fragment.ts";
import { createCrowd, enterCrowd, fitting, growInCrowd, leaveCrowd } from "./crowd.ts";
import type { Crowd, Named } from "./crowd.ts";
import { addMember, barsOf, draftOf, isDateless, toServer } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { entryNames } from "./history.ts";
import type { Entry } from "./history.ts";
import { conflict, isOfOneAttempt, passKeys, singleKeys } from "./key-index.ts";
import { isTheOnly, likeliest } from "./nearest.ts";

/**
 * The attempts of one history, and what waits for its place in one of them. One fragment can link the next: as long as something finds its place, the others are tried again, round by round and in
 * order. What has found none can find one only where an attempt has gained one of its names since: no other is looked at again.
 */
export interface Places {
  readonly drafts: Draft[];
  readonly draftCrowd: Crowd<Draft>;
  /** By the anchor of each. */
  readonly draftsByAnchor: Map<Fragment, Draft>;
  readonly waiters: readonly Waiter[];
  /** Those that have a caller. */
  readonly called: readonly Waiter[];
  readonly waiterCrowd: Crowd<Waiter>;
  /** By place: 1 for who is to be tried. */
  readonly due: Uint8Array;
  /** The waiter that is tried now; Infinity between two rounds. */
  at: number;
  /** The last one of this round. */
  last: number;
  /** The first and the last one of the next round. */
  nextFirst: number;
  nextLast: number;
}

/** An entry on its way to an attempt. */
export interface Waiter extends Named {
  readonly entry: Entry;
  readonly names: ReadonlySet<string>;
  readonly place: number;
  /** One of several stretches of a device's log that tell no times. */
  readonly isRivalled: boolean;
  isPlaced: boolean;
}

export function createPlaces(entries: readonly Entry[]): Places {
  const isRivalled = entries.filter(({ fragment }) => isDateless(fragment)).length > 1;
  const waiters = entries.map((entry, place) => waiterOf(entry, place, isRivalled));
  const waiterCrowd = createCrowd<Waiter>();
  for (const waiter of waiters) enterCrowd(waiterCrowd, waiter);
  return {
    drafts: [],
    draftCrowd: createCrowd(),
    draftsByAnchor: new Map(),
    waiters,
    called: waiters.filter(({ entry }) => entry.caller !== null),
    waiterCrowd,
    due: new Uint8Array(waiters.length).fill(1),
    at: Number.POSITIVE_INFINITY,
    last: -1,
    nextFirst: 0,
    nextLast: waiters.length - 1,
  };
}

function waiterOf(entry: Entry, place: number, areMany: boolean): Waiter {
  const { fragment } = entry;
  const names = new Set(entryNames(entry));
  const isRivalled = areMany && isDateless(fragment);
  return {
    entry,
    names,
    singles: singleKeys(names),
    bars: barsOf(fragment),
    place,
    isRivalled,
    isPlaced: false,
  };
}

export function addDraft(places: Places, entry: Entry): void {
  const draft = draftOf(entry, places.drafts.length);
  places.drafts.push(draft);
  places.draftsByAnchor.set(entry.fragment, draft);
  enterCrowd(places.draftCrowd, draft);
  callWaiters(places, draft, draft.names.keys());
}

/** It is an attempt by itself. */
export function standAlone(places: Places, waiter: Waiter): void {
  leaveWaiting(places, waiter);
  addDraft(places, waiter.entry);
}

/** Until nothing finds its place any more. */
export function placeAll(places: Places): void {
  do placeRounds(places);
  while (places.called.some((waiter) => !waiter.isPlaced && placedByTime(places, waiter)));
}

function placeRounds(places: Places): void {
  while (places.nextFirst <= places.nextLast) {
    places.last = places.nextLast;
    const first = places.nextFirst;
    places.nextFirst = Number.POSITIVE_INFINITY;
    places.nextLast = -1;
    for (places.at = first; places.at <= places.last; places.at += 1) {
      const waiter = places.waiters[places.at];
      if (waiter === undefined || places.due[places.at] === 0) continue;
      places.due[places.at] = 0;
      if (!waiter.isPlaced) place(places, waiter);
    }
    places.at = Number.POSITIVE_INFINITY;
  }
}

/** What a CA on another host logged, once no identifier tells whose it is. */
function placedByTime(places: Places, waiter: Waiter): boolean {
  const { fragment, caller } = waiter.entry;
  const draft = caller === null ? undefined : places.draftsByAnchor.get(caller);
  if (draft === undefined || draft.members.some((member) => member.fragment.role === "ca-request"))
    return false;
  if (conflict(waiter.singles, draft.singles)) return false;
  const why = "the only attempt that waited for this CA then, and the only request of the CA that fits it";
  leaveWaiting(places, waiter);
  grow(places, draft, [{ fragment, grade: "probable", why }]);
  return true;
}

function leaveWaiting({ waiterCrowd }: Places, waiter: Waiter): void {
  waiter.isPlaced = true;
  leaveCrowd(waiterCrowd, waiter);
}

function grow(places: Places, draft: Draft, members: readonly Member[]): void {
  const gained = growInCrowd(places.draftCrowd, draft, () =>
    members.flatMap((member) => addMember(draft, member)),
  );
  callWaiters(places, draft, gained);
}

/** To be tried again: those that may belong to the attempt since it has these names. Who comes later in this round is tried in it. */
function callWaiters(places: Places, draft: Draft, gained: Iterable<string>): void {
  for (const name of gained) {
    for (const { place: at } of fitting(places.waiterCrowd, draft, name)) {
      if (places.due[at] === 1) continue;
      places.due[at] = 1;
      if (at > places.at) places.last = Math.max(places.last, at);
      else {
        places.nextFirst = Math.min(places.nextFirst, at);
        places.nextLast = Math.max(places.nextLast, at);
      }
    }
  }
}

function place(places: Places, waiter: Waiter): void {
  const { entry, names } = waiter;
  if (entry.weakly) {
    placeWeakly(places, waiter);
    return;
  }
  const able = ableOf(places, waiter);
  const own = [...names].filter(isOfOneAttempt);
  const named = able.filter((draft) => own.some((name) => draft.names.has(name)));
  const draft = likeliest(named.length > 0 ? named : able, entry.fragment);
  if (draft === null) return;
  const isSure = named.length === 1 || isSureByTime(places, waiter, draft);
  const by = named.length > 0 && able.length > 1 ? own : [...names];
  leaveWaiting(places, waiter);
  grow(places, draft, membersOf(entry, overName(draft, by, isSure)));
}

function ableOf({ draftCrowd }: Places, waiter: Waiter): readonly Draft[] {
  const able = new Set<Draft>();
  for (const name of waiter.names) for (const draft of fitting(draftCrowd, waiter, name)) able.add(draft);
  return [...able].sort((a, b) => a.place - b.place);
}

/** What several attempts share tells of one only where time does. */
function isSureByTime({ drafts }: Places, waiter: Waiter, draft: Draft): boolean {
  const { names, singles, bars, isRivalled, entry } = waiter;
  if (isRivalled || conflict(passKeys(names), draft.passes)) return false;
  if (drafts.length === 1) return true;
  const isOpen = (one: Draft): boolean => (bars & one.bars) === 0 && !conflict(singles, one.singles);
  return isTheOnly({ drafts, isOpen }, draft, entry.fragment);
}

function placeWeakly(places: Places, waiter: Waiter): void {
  const { drafts } = places;
  const { fragment } = waiter.entry;
  const before = drafts.findLast((draft) => draft.start <= fragment.start) ?? drafts[0];
  if (before === undefined) return;
  const why = "the only request of this user and device that waited for its report";
  leaveWaiting(places, waiter);
  before.members.push({ fragment, grade: "probable", why });
  toServer(before, fragment);
}

/** A key that came over a probable edge joins only as probable. */
function overName(
  draft: Draft,
  names: readonly string[],
  isSure: boolean,
): { readonly over: Grade; readonly why: string } {
  const name = names.find((one) => draft.names.has(one)) ?? "";
  const over: Grade = !isSure || draft.names.get(name) === "probable" ? "probable" : "key";
  return { over, why: `shares its ${name.slice(0, name.indexOf(" "))}` };
}

function membersOf(
  { cluster, fragment }: Entry,
  { over, why }: { readonly over: Grade; readonly why: string },
): readonly Member[] {
  const fragments: readonly Fragment[] =
    cluster === null ? [fragment] : cluster.members.map((member) => member.fragment);
  return fragments.map((one) => ({
    fragment: one,
    grade: weakest(over, one.whole ? "key" : "probable"),
    why,
  }));
}
