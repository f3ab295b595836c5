import type { Observation, Request } from "../contract/index.ts";
import type { Member } from "./cluster.ts";
import { addToHost, advanceHost, createHostBook, hostDoneThrough, isIdle } from "./host-book.ts";
import type { HostBook, HostYield } from "./host-book.ts";
import { loneRoles, splitAttempts } from "./joins/attempts.ts";
import type { Attempt } from "./joins/attempts.ts";
import { createLedger, enterCluster, enterFragment, settleLedger } from "./joins/ledger.ts";
import type { History } from "./joins/history.ts";
import type { Ledger, LedgerLimits } from "./joins/ledger.ts";
import { namesOf } from "./joins/key-index.ts";
import { historyName } from "./views/history-name.ts";
import { requestOf } from "./views/request-of.ts";

/** Records that belong to no request, by what they are. */
export interface Unbound {
  records: number;
  readonly byKind: Map<string, number>;
  /** Of these, records that fit several requests equally. */
  ambiguous: number;
}

/**
 * Observations in, requests out. What belongs to which request is a function of the observations, not of the order in which they came in: any interleaving of
 * the same records, with watermarks that are true, gives the same requests.
 */
export interface Book {
  add(observations: readonly Observation[]): void;
  /** Every source has passed this moment (ms UTC): what is older is decided, and comes out once nothing can join it any more. */
  advance(watermark: number): Request[];
  /** Every source is at its end. */
  end(): Request[];
  readonly unbound: Unbound;
  /** Histories that left early because memory was full. */
  readonly evicted: () => number;
}

export interface BookLimits extends LedgerLimits {}

export const defaultLimits: BookLimits = {
  lifetimeMs: 60 * 60_000,
  reportedMs: 10 * 60_000,
  observationsMax: 60_000,
};

export function createBook(limits: BookLimits = defaultLimits): Book {
  const hosts = new Map<string, HostBook>();
  const ledger = createLedger();
  const state: State = {
    hosts,
    waiting: new Set(),
    ledger,
    preludes: new WeakMap(),
    gone: new WeakSet(),
    unbound: { records: 0, byKind: new Map(), ambiguous: 0 },
  };
  const found = emptyYield();
  const advance = (watermark: number): Request[] => {
    for (const host of watermark === Number.POSITIVE_INFINITY ? hosts.values() : state.waiting)
      advanceHost(host, watermark, found);
    collect(state, found);
    const done = doneThrough(state, watermark);
    return settleLedger(ledger, done, limits).flatMap((history) => requestsOf(state, history));
  };
  return {
    add: (observations) => {
      for (const observation of observations) {
        const host = hostOf(hosts, observation.host);
        if (addToHost(host, observation, found)) state.waiting.add(host);
      }
    },
    advance,
    end: () => advance(Number.POSITIVE_INFINITY),
    unbound: state.unbound,
    evicted: () => ledger.evicted,
  };
}

interface State {
  readonly hosts: Map<string, HostBook>;
  /** Those that have something to decide: a fleet's bundle has thousands of devices, each of which logs for minutes only. */
  readonly waiting: Set<HostBook>;
  readonly ledger: Ledger;
  /** The calls before a PKIOperation, by its observation. */
  readonly preludes: WeakMap<Observation, readonly Member[]>;
  /** Operations that have come out, in a request or without one: calls before them that are found later belong to nothing. */
  readonly gone: WeakSet<Observation>;
  readonly unbound: Unbound;
}

/** Every host is through to this moment; those without anything to decide are all through to the same one. */
function doneThrough({ hosts, waiting }: State, watermark: number): number {
  let done = watermark;
  for (const host of waiting) {
    done = Math.min(done, hostDoneThrough(host, watermark));
    if (isIdle(host)) waiting.delete(host);
  }
  const [any] = hosts.values();
  return any === undefined ? done : Math.min(done, hostDoneThrough(any, watermark));
}

function emptyYield(): HostYield {
  return { clusters: [], fragments: [], preludes: [], unbound: [], ambiguous: 0 };
}

function hostOf(hosts: Map<string, HostBook>, name: string): HostBook {
  const known = hosts.get(name);
  if (known !== undefined) return known;
  const made = createHostBook(name);
  hosts.set(name, made);
  return made;
}

function collect(state: State, found: HostYield): void {
  for (const { operation, members } of found.preludes) {
    if (state.gone.has(operation)) leave(state, membersOf(members));
    else state.preludes.set(operation, members);
  }
  for (const cluster of found.clusters) enterCluster(state.ledger, cluster);
  for (const fragment of found.fragments) {
    if (fragment.role === "upload" || loneRoles.has(fragment.role) || namesOf(fragment).length > 0)
      enterFragment(state.ledger, fragment);
    else leave(state, fragment.observations);
  }
  leave(state, found.unbound);
  state.unbound.ambiguous += found.ambiguous;
  for (const list of [found.preludes, found.clusters, found.fragments, found.unbound]) list.length = 0;
  found.ambiguous = 0;
}

function leave(state: State, observations: readonly Observation[]): void {
  const { unbound } = state;
  unbound.records += observations.length;
  for (const observation of observations) {
    unbound.byKind.set(observation.kind, (unbound.byKind.get(observation.kind) ?? 0) + 1);
    if (observation.kind === "contact.pki-operation" || observation.kind === "contact.http-error")
      leave(state, membersOf(takePreludes(state, observation)));
  }
}

/** The calls before an operation that comes out now. */
function takePreludes(state: State, operation: Observation): readonly Member[] {
  const members = state.preludes.get(operation) ?? [];
  state.preludes.delete(operation);
  state.gone.add(operation);
  return members;
}

function membersOf(members: readonly Member[]): readonly Observation[] {
  return members.flatMap((member) => member.fragment.observations);
}

function requestsOf(state: State, history: History): Request[] {
  const { attempts, unbound } = splitAttempts(
    history,
    (host) => (state.hosts.get(host)?.lastSeen.size ?? 0) > 0,
  );
  for (const fragment of unbound) leave(state, fragment.observations);
  const name = attempts.length === 0 ? "" : historyName(attempts);
  return attempts.map((attempt, index) => {
    addPreludes(state, attempt);
    const host = state.hosts.get(attempt.host);
    const horizon = {
      readThrough: host?.latestAt ?? Number.NEGATIVE_INFINITY,
      pluginThrough: host?.pluginAt ?? Number.NEGATIVE_INFINITY,
    };
    return requestOf(attempt, { history: name, number: index + 1 }, horizon);
  });
}

function addPreludes(state: State, attempt: Attempt): void {
  for (const member of [...attempt.members]) {
    if (member.fragment.role !== "pki-row" && member.fragment.role !== "http-error") continue;
    const operation = member.fragment.observations[0];
    if (operation !== undefined) attempt.members.push(...takePreludes(state, operation));
  }
}
