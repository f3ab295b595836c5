import type { Observation } from "../contract/index.ts";
import type { Member } from "./cluster.ts";
import type { HostBook, HostYield } from "./host-book.ts";
import { emptyYield, ownLearned } from "./host-book.ts";
import { fragmentsOf } from "./joins/history.ts";
import { createLedger } from "./joins/ledger.ts";
import type { Ledger } from "./joins/ledger.ts";
import { createOperated } from "./operated.ts";
import type { Operated } from "./operated.ts";
import type { ServingSince } from "./serving.ts";
import type { Unlogged } from "./unlogged.ts";

/** Records that belong to no request, by what they are. */
export interface Unbound {
  records: number;
  readonly byKind: Map<string, number>;
  /** Of these, records that fit several requests equally. */
  ambiguous: number;
}

/** What a book knows. */
export interface BookMemory extends Held {
  readonly unlogged: Unlogged;
  /** The calls before a PKIOperation, by its observation. */
  readonly preludes: WeakMap<Observation, readonly Member[]>;
  /** Operations that have come out, in a request or without one: calls before them that are found later belong to nothing. */
  readonly gone: WeakSet<Observation>;
  readonly leaves: Leaves;
}

/** Is told of a record that comes out bound to nothing. */
export type Leaves = (observation: Observation) => void;

/**
 * The same as a graph of plain values. Many places of it hold the same observation, fragment or host, and must do so again when it is restored: it is for what
 * keeps identities, as `v8.serialize` and `structuredClone` do, and in one piece.
 */
export interface BookState extends Held {
  /** Left out: it was kept before this was noted. */
  readonly unlogged?: Unlogged;
  readonly preludes: ReadonlyMap<Observation, readonly Member[]>;
  readonly gone: ReadonlySet<Observation>;
}

interface Held {
  readonly hosts: Map<string, HostBook>;
  /** Those that have something to decide: a fleet's bundle has thousands of devices, each of which logs for minutes only. */
  readonly waiting: Set<HostBook>;
  readonly ledger: Ledger;
  /** Who sent a PKIOperation to which host. */
  readonly operated: Operated;
  readonly serving: ServingSince;
  /** What was found since the last look. */
  readonly found: HostYield;
  readonly unbound: Unbound;
  /** Every host was through to this moment at the last look, ms UTC. */
  doneThrough: number;
}

export function createMemory(leaves: Leaves): BookMemory {
  return {
    hosts: new Map(),
    waiting: new Set(),
    ledger: createLedger(),
    operated: createOperated(),
    serving: new Map(),
    unlogged: new Map(),
    found: emptyYield(),
    unbound: { records: 0, byKind: new Map(), ambiguous: 0 },
    doneThrough: Number.NEGATIVE_INFINITY,
    preludes: new WeakMap(),
    gone: new WeakSet(),
    leaves,
  };
}

/** Not a copy. Of preludes and of what is gone only that is kept which can still be asked for: the operations that are in the book. */
export function stateOf(memory: BookMemory): BookState {
  const preludes = new Map<Observation, readonly Member[]>();
  const gone = new Set<Observation>();
  for (const operation of operationsIn(memory)) {
    const members = memory.preludes.get(operation);
    if (members !== undefined) preludes.set(operation, members);
    if (memory.gone.has(operation)) gone.add(operation);
  }
  const { leaves: _, ...held } = memory;
  return { ...held, preludes, gone };
}

/** The state becomes the memory: nobody else may use it afterwards. */
export function memoryOf(state: BookState, leaves: Leaves): BookMemory {
  for (const host of state.hosts.values()) ownLearned(host);
  return {
    ...state,
    unlogged: state.unlogged ?? new Map(),
    preludes: new WeakMap(state.preludes),
    gone: new WeakSet(state.gone),
    leaves,
  };
}

/** Whose preludes are asked for. */
export function isOperation({ kind }: Observation): boolean {
  return kind === "contact.pki-operation" || kind === "contact.http-error";
}

/** All observations that have not come out, each once. */
export function inFlightIn(memory: BookMemory): ReadonlySet<Observation> {
  const inFlight = new Set(observationsIn(memory));
  for (const operation of operationsIn(memory)) {
    for (const { fragment } of memory.preludes.get(operation) ?? [])
      for (const observation of fragment.observations) inFlight.add(observation);
  }
  return inFlight;
}

function* operationsIn(memory: BookMemory): Generator<Observation> {
  for (const observation of observationsIn(memory)) if (isOperation(observation)) yield observation;
}

/** Some more than once: a row is in two lanes. */
function* observationsIn({ hosts, found, ledger }: BookMemory): Generator<Observation> {
  for (const host of hosts.values()) yield* observationsOn(host);
  yield* found.unbound;
  for (const { members } of found.clusters) for (const { fragment } of members) yield* fragment.observations;
  for (const { observations } of found.fragments) yield* observations;
  for (const entry of entriesIn(ledger))
    for (const { observations } of fragmentsOf(entry)) yield* observations;
}

function* observationsOn({ lanes, dateless }: HostBook): Generator<Observation> {
  for (const lane of Object.values(lanes)) {
    yield* lane.pending;
    yield* lane.timeless;
  }
  if (dateless === null) return;
  // Drafts that were given out are in the ledger, or have come out.
  for (const { observations } of dateless.drafts) yield* observations;
  yield* dateless.preparing;
  yield* dateless.loose;
}

function* entriesIn({
  incoming,
  histories,
  reported,
  held,
  timeless,
}: Ledger): Generator<(typeof incoming)[number]> {
  yield* incoming;
  for (const shelf of [histories, reported, held, timeless]) for (const { entries } of shelf) yield* entries;
}
