import { caPairs, createCaElsewhere, noteCaSide } from "./ca-elsewhere.ts";
import type { CaElsewhere } from "./ca-elsewhere.ts";
import { createHistory, entryNames, fragmentsOf, isReported, noteCa } from "./history.ts";
import type { Entry, History } from "./history.ts";
import { takeReady } from "./incoming.ts";
import type { Incoming } from "./incoming.ts";
import { isPast, lifetimeOf } from "./lifetime.ts";
import type { Lifetimes } from "./lifetime.ts";
import { isOnShelf, shelfOf, takeOff } from "./shelves.ts";
import type { Shelves } from "./shelves.ts";
import { isGoneBefore, timelessLeaving } from "./timeless.ts";
import { comesAt, isWaitedFor, takeUndated, waitsOn } from "./undated.ts";
import { waitingFor, waits, waitsInstead, waitsNoMore } from "./waiting.ts";
import type { Waiting } from "./waiting.ts";

/**
 * Clusters and fragments of all hosts, joined by strong keys into histories: all that shares an identifier, directly or over others, within `lifetimeMs`.
 *
 * Entries are joined in order of their start, once every source has passed them, so that a history is a function of its observations alone. A history leaves
 * when nothing can join it any more. On overload the history that has been quiet longest leaves early (`evicted` counts them): what comes for it later is a
 * history of its own.
 */
export interface Ledger extends Shelves, Incoming {
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
  const waiting = fragment.role === "upload" ? waitingFor(ledger.waiting, fragment, by.limits) : null;
  entry.weakly = waiting !== null;
  let history = waiting;
  for (const name of by.names) {
    const known = ledger.names.get(name);
    if (known === undefined || known === history) continue;
    const comer = { fragment, name, lifetimeMs: by.limits.lifetimeMs };
    if (isGoneBefore(known, comer)) continue;
    if (!isPast(known, { at: comesAt(comer, known), name }, by.limits)) {
      history = history === null ? known : merged(ledger, known, history);
      continue;
    }
    const waitsMs = lifetimeOf(known, by.limits);
    const undated = takeUndated(
      ledger,
      known,
      (one) => isWaitedFor(one, comer) && waitsOn(one, known, { waitsMs, isEnd: false }),
    );
    if (undated.length > 0)
      moveUndated(ledger, undated, { from: known, into: (history ??= createHistory()) });
  }
  return history ?? createHistory();
}

function moveUndated(
  ledger: Ledger,
  entries: readonly Entry[],
  { from, into }: { readonly from: History; readonly into: History },
): void {
  waitsNoMore(ledger.waiting, from);
  for (const entry of from.entries) waits(ledger.waiting, from, fragmentsOf(entry));
  for (const entry of entries) {
    put(ledger, into, { entry, names: entryNames(entry) });
    waits(ledger.waiting, into, fragmentsOf(entry));
  }
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
      const waitsMs = lifetimeOf(history, limits);
      const complete = over || history.lastAt + waitsMs < doneThrough;
      if (!complete && !isCrowded(ledger, shelf, limits)) break;
      if (!complete) ledger.evicted += 1;
      const undated = takeUndated(
        ledger,
        history,
        (one) => !complete || waitsOn(one, history, { waitsMs, isEnd: over }),
      );
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
