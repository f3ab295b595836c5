import type { Cluster } from "../cluster.ts";
import { byStart } from "../fragment.ts";
import type { Fragment } from "../fragment.ts";
import { caPairs, createCaElsewhere, noteCaSide } from "./ca-elsewhere.ts";
import type { CaElsewhere } from "./ca-elsewhere.ts";
import { createHistory, entryNames, fragmentsOf, isReported, noteCa } from "./history.ts";
import type { Entry, History } from "./history.ts";
import { isPast, lifetimeOf } from "./lifetime.ts";
import type { Lifetimes } from "./lifetime.ts";
import { isOnShelf, shelfOf, takeOff } from "./shelves.ts";
import type { Shelves } from "./shelves.ts";
import { timelessLeaving } from "./timeless.ts";
import { takeUndated } from "./undated.ts";
import { waitingFor, waits, waitsInstead, waitsNoMore } from "./waiting.ts";
import type { Waiting } from "./waiting.ts";

/**
 * Clusters and fragments of all hosts, joined by strong keys into histories: all that shares an identifier, directly or over others, within `lifetimeMs`.
 *
 * Entries are joined in order of their start, once every source has passed them, so that a history is a function of its observations alone. A history leaves
 * when nothing can join it any more. On overload the history that has been quiet longest leaves early (`evicted` counts them): what comes for it later is a
 * history of its own.
 */
export interface Ledger extends Shelves {
  incoming: Entry[];
  /** Where the first of them begins, ms UTC. */
  earliest: number;
  /** When those were last looked through, ms UTC. */
  timelessLookAt: number;
  readonly names: Map<string, History>;
  /** Who waits for the connector's report, by user and device. */
  readonly waiting: Waiting;
  /** What a CA on another host logged, and who may have waited for it. */
  readonly elsewhere: CaElsewhere;
  evicted: number;
  observations: number;
}

export interface LedgerLimits extends Lifetimes {
  /** Of all histories together; beyond it the one that has been quiet longest leaves early. */
  readonly observationsMax: number;
}

export function createLedger(): Ledger {
  return {
    incoming: [],
    earliest: Number.POSITIVE_INFINITY,
    histories: new Set(),
    reported: new Set(),
    held: new Set(),
    timeless: new Set(),
    timelessLookAt: Number.NEGATIVE_INFINITY,
    names: new Map(),
    waiting: new Map(),
    elsewhere: createCaElsewhere(),
    evicted: 0,
    observations: 0,
  };
}

export function enterCluster(ledger: Ledger, cluster: Cluster): void {
  const anchor = cluster.members[0];
  if (anchor !== undefined) enter(ledger, entryOf(anchor.fragment, cluster));
}

export function enterFragment(ledger: Ledger, fragment: Fragment): void {
  enter(ledger, entryOf(fragment, null));
}

function entryOf(fragment: Fragment, cluster: Cluster | null): Entry {
  return { cluster, fragment, weakly: false, caller: null, history: null };
}

/** Joins what all sources have passed, and takes out the histories that are complete, in order of their last change. */
export function settleLedger(ledger: Ledger, doneThrough: number, limits: LedgerLimits): History[] {
  for (const entry of takeReady(ledger, doneThrough)) {
    joinByTime(ledger, entry.fragment.start);
    join(ledger, entry, limits);
    noteCaSide(ledger.elsewhere, entry);
  }
  joinByTime(ledger, doneThrough);
  return leaving(ledger, doneThrough, limits);
}

function takeReady(ledger: Ledger, doneThrough: number): Entry[] {
  if (ledger.earliest >= doneThrough) return [];
  const ready: Entry[] = [];
  const rest: Entry[] = [];
  for (const entry of ledger.incoming) (entry.fragment.start >= doneThrough ? rest : ready).push(entry);
  ledger.incoming = rest;
  ledger.earliest = Number.POSITIVE_INFINITY;
  for (const { fragment } of rest) ledger.earliest = Math.min(ledger.earliest, fragment.start);
  return ready.sort(byAnchor);
}

function byAnchor(a: Entry, b: Entry): number {
  return byStart(a.fragment, b.fragment);
}

function enter(ledger: Ledger, entry: Entry): void {
  ledger.incoming.push(entry);
  // What has no time is ready at once.
  ledger.earliest = Math.min(
    ledger.earliest,
    Number.isNaN(entry.fragment.start) ? Number.NEGATIVE_INFINITY : entry.fragment.start,
  );
}

function join(ledger: Ledger, entry: Entry, limits: LedgerLimits): void {
  const fragments = fragmentsOf(entry);
  const names = entryNames(entry);
  const history = historyFor(ledger, entry, { names, limits });
  // To the end: the sets are in order of the last change.
  takeOff(ledger, history);
  put(ledger, history, { entry, names });
  if (entry.fragment.role !== "upload") waits(ledger.waiting, history, fragments);
  shelfOf(ledger, history).add(history);
}

/** What a CA on another host logged joins who waited for it. Should an identifier say otherwise, now or later, they are parted when they leave. */
function joinByTime(ledger: Ledger, moment: number): void {
  for (const { request, attempt } of caPairs(ledger.elsewhere, moment)) {
    request.caller = attempt.fragment;
    const from = request.history;
    const into = attempt.history;
    if (from === null || into === null || from === into) continue;
    if (!isOnShelf(ledger, from) || !isOnShelf(ledger, into)) continue;
    const history = merged(ledger, from, into);
    takeOff(ledger, history);
    shelfOf(ledger, history).add(history);
  }
}

function put(
  ledger: Ledger,
  history: History,
  { entry, names }: { readonly entry: Entry; readonly names: readonly string[] },
): void {
  history.entries.push(entry);
  entry.history = history;
  for (const fragment of fragmentsOf(entry)) {
    history.observations += fragment.observations.length;
    ledger.observations += fragment.observations.length;
    if (fragment.end > history.lastAt) history.lastAt = fragment.end;
    history.reported ||= isReported(fragment);
    noteCa(history, fragment);
  }
  for (const name of names) nameHistory(ledger, history, name);
}

/** All histories that share a name with the entry, as one; a new one where there is none. */
function historyFor(
  ledger: Ledger,
  entry: Entry,
  by: { readonly names: readonly string[]; readonly limits: LedgerLimits },
): History {
  const { fragment } = entry;
  const waiting =
    fragment.role === "upload" ? waitingFor(ledger.waiting, fragment, by.limits.lifetimeMs) : null;
  entry.weakly = waiting !== null;
  let history = waiting;
  for (const name of by.names) {
    const known = ledger.names.get(name);
    if (known === undefined || known === history) continue;
    if (!isPast(known, { at: fragment.start, name }, by.limits)) {
      history = history === null ? known : merged(ledger, known, history);
      continue;
    }
    for (const one of takeUndated(ledger, known, name))
      put(ledger, (history ??= createHistory()), { entry: one, names: entryNames(one) });
  }
  return history ?? createHistory();
}

function nameHistory(ledger: Ledger, history: History, name: string): void {
  if (ledger.names.get(name) === history) return;
  history.names.push(name);
  ledger.names.set(name, history);
}

/** The smaller one goes into the larger: of a chain of many links each is moved a few times only. */
function merged(ledger: Ledger, one: History, other: History): History {
  const [into, from] = one.names.length < other.names.length ? [other, one] : [one, other];
  for (const entry of from.entries) {
    into.entries.push(entry);
    entry.history = into;
  }
  for (const name of from.names) nameHistory(ledger, into, name);
  into.observations += from.observations;
  into.lastAt = Math.max(into.lastAt, from.lastAt);
  into.reported ||= from.reported;
  into.heldAt = Math.max(into.heldAt, from.heldAt);
  into.decidedAt = Math.max(into.decidedAt, from.decidedAt);
  takeOff(ledger, from);
  waitsInstead(ledger.waiting, from, into);
  return into;
}

/** A CA whose template demands approval holds them all. */
const heldMax = 1000;

/** Of those without a time there may be a hundred thousand, and no history has to go for them. */
function isCrowded(ledger: Ledger, shelf: ReadonlySet<History>, { observationsMax }: LedgerLimits): boolean {
  if (shelf === ledger.held && shelf.size > heldMax) return true;
  return ledger.observations - ledger.timeless.size > observationsMax;
}

function leaving(ledger: Ledger, doneThrough: number, limits: LedgerLimits): History[] {
  const left: History[] = [];
  const over = doneThrough === Number.POSITIVE_INFINITY;
  for (const shelf of [ledger.reported, ledger.held, ledger.histories]) {
    for (const history of shelf) {
      const complete = over || history.lastAt + lifetimeOf(history, limits) < doneThrough;
      if (!complete && !isCrowded(ledger, shelf, limits)) break;
      if (!complete) ledger.evicted += 1;
      const undated = over ? [] : takeUndated(ledger, history);
      remove(ledger, history);
      left.push(history);
      // It waits on, without what is past.
      for (const entry of undated) join(ledger, entry, limits);
    }
  }
  for (const history of timelessLeaving(ledger, doneThrough, limits)) {
    remove(ledger, history);
    left.push(history);
  }
  return left;
}

function remove(ledger: Ledger, history: History): void {
  takeOff(ledger, history);
  ledger.observations -= history.observations;
  waitsNoMore(ledger.waiting, history);
  for (const name of history.names) {
    if (ledger.names.get(name) === history) ledger.names.delete(name);
  }
}
