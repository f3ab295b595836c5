import type { Observation } from "../../contract/index.ts";
import type { Cluster } from "../cluster.ts";
import { byStart } from "../fragment.ts";
import type { Fragment } from "../fragment.ts";
import { namesOf } from "./key-index.ts";
import { createWaiting, waitingFor, waits, waitsInstead, waitsNoMore } from "./waiting.ts";
import type { Waiting } from "./waiting.ts";

/**
 * Clusters and fragments of all hosts, joined by strong keys into histories: all that shares an identifier, directly or over others, within `lifetimeMs`.
 *
 * Entries are joined in order of their start, once every source has passed them, so that a history is a function of its observations alone. A history leaves
 * when nothing can join it any more. On overload the history that has been quiet longest leaves early (`evicted` counts them): what comes for it later is a
 * history of its own.
 */
export interface Ledger {
  incoming: Entry[];
  /** Where the first of them begins, ms UTC. */
  earliest: number;
  /** In order of their last change. */
  readonly histories: Set<History>;
  /** Those whose end is told: little can follow. */
  readonly reported: Set<History>;
  /** Histories whose records carry no usable time: they stay to the end. */
  readonly timeless: Set<History>;
  readonly names: Map<string, History>;
  /** Who waits for the connector's report, by user and device. */
  readonly waiting: Waiting;
  evicted: number;
  observations: number;
}

/** All attempts that share identifiers. */
export interface History {
  readonly entries: Entry[];
  readonly names: Set<string>;
  lastAt: number;
  observations: number;
  /** It has come to its good end. */
  reported: boolean;
}

export interface Entry {
  /** Null for a fragment on its own. */
  readonly cluster: Cluster | null;
  /** The fragment, or the cluster's anchor. */
  readonly fragment: Fragment;
  /** Joined by a weak key as the only one that waited for it: probable. */
  weakly: boolean;
}

export interface LedgerLimits {
  /** How long a history waits, in event time, for what may still join it. */
  readonly lifetimeMs: number;
  /** The same for a request whose end is told: reported to Intune, or refused. */
  readonly reportedMs: number;
  /** Of all histories together; beyond it the one that has been quiet longest leaves early. */
  readonly observationsMax: number;
}

export function createLedger(): Ledger {
  return {
    incoming: [],
    earliest: Number.POSITIVE_INFINITY,
    histories: new Set(),
    reported: new Set(),
    timeless: new Set(),
    names: new Map(),
    waiting: createWaiting(),
    evicted: 0,
    observations: 0,
  };
}

export function enterCluster(ledger: Ledger, cluster: Cluster): void {
  const anchor = cluster.members[0];
  if (anchor !== undefined) enter(ledger, { cluster, fragment: anchor.fragment, weakly: false });
}

export function enterFragment(ledger: Ledger, fragment: Fragment): void {
  enter(ledger, { cluster: null, fragment, weakly: false });
}

/** Joins what all sources have passed, and takes out the histories that are complete, in order of their last change. */
export function settleLedger(ledger: Ledger, doneThrough: number, limits: LedgerLimits): History[] {
  for (const entry of takeReady(ledger, doneThrough)) join(ledger, entry, limits);
  return leaving(ledger, doneThrough, limits);
}

function takeReady(ledger: Ledger, doneThrough: number): Entry[] {
  if (ledger.earliest >= doneThrough) return [];
  const ready: Entry[] = [];
  const rest: Entry[] = [];
  for (const entry of ledger.incoming) (entry.fragment.start >= doneThrough ? rest : ready).push(entry);
  ledger.incoming = rest;
  ledger.earliest = rest.reduce(
    (earliest, entry) => Math.min(earliest, entry.fragment.start),
    Number.POSITIVE_INFINITY,
  );
  return ready.sort((a, b) => byStart(a.fragment, b.fragment));
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
  const members =
    entry.cluster === null ? [entry.fragment] : entry.cluster.members.map((member) => member.fragment);
  const names = new Set(entryNames(entry));
  const start = entry.fragment.start;
  let history: History = {
    entries: [],
    names: new Set(),
    lastAt: Number.NEGATIVE_INFINITY,
    observations: 0,
    reported: false,
  };
  const waiting =
    entry.fragment.role === "upload" ? waitingFor(ledger.waiting, entry.fragment, limits.lifetimeMs) : null;
  if (waiting !== null) {
    entry.weakly = true;
    history = waiting;
  }
  for (const name of names) {
    const known = ledger.names.get(name);
    if (known === undefined || known === history || isPast(known, start, limits)) continue;
    history = merged(ledger, known, history);
  }
  history.entries.push(entry);
  const count = members.reduce((sum, fragment) => sum + fragment.observations.length, 0);
  history.observations += count;
  ledger.observations += count;
  for (const fragment of members) {
    if (fragment.end > history.lastAt) history.lastAt = fragment.end;
  }
  for (const name of names) {
    history.names.add(name);
    ledger.names.set(name, history);
  }
  if (entry.fragment.role !== "upload") waits(ledger.waiting, history, members);
  // To the end: the set is in order of the last change.
  takeOff(ledger, history);
  history.reported ||= members.some((fragment) => fragment.observations.some((one) => isReported(one)));
  shelfOf(ledger, history).add(history);
}

/** The request has come to its good end. After a failure the device tries again. */
function isReported({ kind, outcome, facts }: Observation): boolean {
  if (kind === "report.status-file") return facts.folder === "succeed";
  if (kind === "report.entry") return true;
  return (kind === "report.completed" || kind === "report.result") && outcome === "ok";
}

function shelfOf(ledger: Ledger, history: History): Set<History> {
  if (history.lastAt === Number.NEGATIVE_INFINITY) return ledger.timeless;
  return history.reported ? ledger.reported : ledger.histories;
}

function takeOff(ledger: Ledger, history: History): void {
  ledger.histories.delete(history);
  ledger.reported.delete(history);
  ledger.timeless.delete(history);
}

/** A history without a date is never too old. */
function isPast(history: History, at: number, limits: LedgerLimits): boolean {
  return history.lastAt !== Number.NEGATIVE_INFINITY && at - history.lastAt > lifetimeOf(history, limits);
}

function lifetimeOf(history: History, limits: LedgerLimits): number {
  return history.reported ? limits.reportedMs : limits.lifetimeMs;
}

function merged(ledger: Ledger, into: History, from: History): History {
  if (from.entries.length === 0) return into;
  for (const entry of from.entries) into.entries.push(entry);
  for (const name of from.names) {
    into.names.add(name);
    ledger.names.set(name, into);
  }
  into.observations += from.observations;
  into.lastAt = Math.max(into.lastAt, from.lastAt);
  into.reported ||= from.reported;
  takeOff(ledger, from);
  waitsInstead(ledger.waiting, from, into);
  return into;
}

function leaving(ledger: Ledger, doneThrough: number, limits: LedgerLimits): History[] {
  const left: History[] = [];
  const over = doneThrough === Number.POSITIVE_INFINITY;
  for (const shelf of [ledger.reported, ledger.histories]) {
    for (const history of shelf) {
      const complete = over || history.lastAt + lifetimeOf(history, limits) < doneThrough;
      const crowded = ledger.observations > limits.observationsMax;
      if (!complete && !crowded) break;
      if (!complete) ledger.evicted += 1;
      remove(ledger, history);
      left.push(history);
    }
  }
  for (const history of over ? ledger.timeless : []) {
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

/** The join names of an entry. */
export function entryNames(entry: Entry): readonly string[] {
  return entry.cluster === null
    ? namesOf(entry.fragment)
    : entry.cluster.members.flatMap((member) => namesOf(member.fragment));
}
