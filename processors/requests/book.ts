import type { Observation, Request } from "../contract/index.ts";
import type { Member } from "./cluster.ts";
import { createMemory, inFlightIn, isOperation, memoryOf, stateOf } from "./book-memory.ts";
import type { BookMemory, BookState, Leaves, Unbound } from "./book-memory.ts";
import { experienceOf } from "./experience.ts";
import type { Experience } from "./experience.ts";
import { createHeard } from "./heard.ts";
import { addToHost, advanceHost, createHostBook, hostDoneThrough, isIdle } from "./host-book.ts";
import type { HostBook } from "./host-book.ts";
import { loneRoles, splitAttempts } from "./joins/attempts.ts";
import type { Attempt } from "./joins/attempts.ts";
import { enterCluster, enterFragment } from "./joins/incoming.ts";
import { settleLedger } from "./joins/ledger.ts";
import type { LedgerLimits } from "./joins/ledger.ts";
import { namesOf } from "./joins/key-index.ts";
import { partsOf } from "./joins/parts.ts";
import type { Part } from "./joins/parts.ts";
import { forgetPast, mayOperateElsewhere, noteOperation, operatedAtHome } from "./operated.ts";
import { mayBeOfAnother, noteServing } from "./serving.ts";
import { forgetUnlogged, mayBeUnlogged, noteUnlogged } from "./unlogged.ts";
import { historyName, nameMs } from "./views/history-name.ts";
import { requestOf } from "./views/request-of.ts";

/**
 * Observations in, requests out. What belongs to which request is a function of the observations, not of the order in which they came in: any interleaving of
 * the same records, with watermarks that are true, gives the same requests.
 *
 * On crash: what was saved is restored, and the book goes on as if nothing had happened; records that were added since have to be added again.
 */
export interface Book {
  add(observations: readonly Observation[]): void;
  /**
   * Every source of all hosts has passed this moment (ms UTC): what is older is decided, and comes out once nothing can join it any more. A host may have come
   * further: what its own sources have passed is decided earlier, and waits for the others.
   */
  advance(watermark: number, passedBy?: (host: string) => number): Request[];
  /** Every source is at its end. */
  end(): Request[];
  readonly unbound: Unbound;
  /** Histories that left early because memory was full. */
  readonly evicted: () => number;
  /** All that it knows, not as a copy: to be encoded before the book is used again. */
  save(): BookState;
  /** What it has learned of the waits on each host, not as a copy. */
  experience(): Experience;
  /** The observations that have not come out yet, each once. */
  inFlight(): Iterable<Observation>;
  /** Whoever made this call before an operation has sent one to the same host, which may be of another request. */
  wentOn(call: Observation): boolean;
  /** What is older is decided, ms UTC; null: nothing is yet. */
  doneThrough(): number | null;
}

export interface BookLimits extends LedgerLimits {}

export const defaultLimits: BookLimits = {
  lifetimeMs: 60 * 60_000,
  reportedMs: 10 * 60_000,
  observationsMax: 60_000,
};

/**
 * `saved` is what an earlier book saved, decoded: it is the new one's from now on. `leaves` is told of each record that comes out bound to nothing.
 */
export function createBook(
  limits: BookLimits = defaultLimits,
  saved: BookState | null = null,
  leaves: Leaves = nobody,
): Book {
  const memory = saved === null ? createMemory(leaves) : memoryOf(saved, leaves);
  const { hosts, waiting, ledger, found, unbound } = memory;
  const advance = (watermark: number, passedBy: (host: string) => number = () => watermark): Request[] => {
    for (const host of watermark === Number.POSITIVE_INFINITY ? hosts.values() : waiting)
      advanceHost(host, Math.max(watermark, passedBy(host.host)), found);
    collect(memory);
    memory.doneThrough = doneThrough(memory, watermark);
    const left = settleLedger(ledger, memory.doneThrough, limits)
      .flatMap((one) => partsOf(one))
      .flatMap((one) => requestsOf(memory, one, limits));
    forgetPast(memory.operated, memory.doneThrough);
    forgetUnlogged(memory.unlogged, memory.doneThrough);
    return left;
  };
  return {
    add: (observations) => {
      for (const observation of observations) {
        noteOperation(memory.operated, observation);
        noteServing(memory.serving, observation);
        const host = hostOf(hosts, observation.host);
        if (addToHost(host, observation, found)) waiting.add(host);
      }
    },
    advance,
    end: () => advance(Number.POSITIVE_INFINITY),
    unbound,
    evicted: () => ledger.evicted,
    save: () => stateOf(memory),
    experience: () => experienceOf(memory),
    inFlight: () => inFlightIn(memory),
    wentOn: (call) => operatedAtHome(memory.operated, call),
    doneThrough: () => (memory.doneThrough === Number.NEGATIVE_INFINITY ? null : memory.doneThrough),
  };
}

function nobody(): void {}

/** Every host is through to this moment; those without anything to decide are all through to the same one. */
function doneThrough({ hosts, waiting }: BookMemory, watermark: number): number {
  let done = watermark;
  for (const host of waiting) {
    done = Math.min(done, hostDoneThrough(host, watermark));
    if (isIdle(host)) waiting.delete(host);
  }
  const [any] = hosts.values();
  return any === undefined ? done : Math.min(done, hostDoneThrough(any, watermark));
}

function hostOf(hosts: Map<string, HostBook>, name: string): HostBook {
  const known = hosts.get(name);
  if (known !== undefined) return known;
  const made = createHostBook(name);
  hosts.set(name, made);
  return made;
}

function collect(memory: BookMemory): void {
  const { found } = memory;
  for (const { operation, members } of found.preludes) {
    if (memory.gone.has(operation)) leave(memory, membersOf(members));
    else memory.preludes.set(operation, members);
  }
  for (const cluster of found.clusters) {
    noteUnlogged(memory.unlogged, cluster);
    enterCluster(memory.ledger, cluster, memory.doneThrough);
  }
  for (const fragment of found.fragments) {
    if (fragment.role === "upload" || loneRoles.has(fragment.role) || namesOf(fragment).length > 0)
      enterFragment(memory.ledger, fragment, memory.doneThrough);
    else leave(memory, fragment.observations);
  }
  leave(memory, found.unbound);
  memory.unbound.ambiguous += found.ambiguous;
  for (const list of [found.preludes, found.clusters, found.fragments, found.unbound]) list.length = 0;
  found.ambiguous = 0;
}

function leave(memory: BookMemory, observations: readonly Observation[]): void {
  const { unbound } = memory;
  unbound.records += observations.length;
  for (const observation of observations) {
    memory.leaves(observation);
    unbound.byKind.set(observation.kind, (unbound.byKind.get(observation.kind) ?? 0) + 1);
    if (isOperation(observation)) leave(memory, membersOf(takePreludes(memory, observation)));
  }
}

/** The calls before an operation that comes out now. */
function takePreludes(memory: BookMemory, operation: Observation): readonly Member[] {
  const members = memory.preludes.get(operation) ?? [];
  memory.preludes.delete(operation);
  memory.gone.add(operation);
  return members;
}

function membersOf(members: readonly Member[]): readonly Observation[] {
  return members.flatMap((member) => member.fragment.observations);
}

function requestsOf(memory: BookMemory, history: Part, limits: BookLimits): Request[] {
  const { attempts: all, unbound } = splitAttempts(history, {
    serverLogs: (host) => (memory.hosts.get(host)?.lastSeen.size ?? 0) > 0,
    requestOf: (report) => mayBeOfAnother(memory.serving, report),
  });
  for (const fragment of unbound) leave(memory, fragment.observations);
  const attempts: Attempt[] = [];
  for (const attempt of all)
    if (wentOn(memory, attempt)) leave(memory, membersOf(attempt.members));
    else attempts.push(attempt);
  const name = attempts.length === 0 ? "" : historyName(attempts, cameLate(history, limits));
  return attempts.map((attempt, index) => {
    addPreludes(memory, attempt);
    const heard = memory.hosts.get(attempt.host)?.heard ?? createHeard();
    return requestOf(attempt, { history: name, number: index + 1 }, heard);
  });
}

/**
 * Its beginning came when the time of that was over, and nothing that came in time is near enough to tell that what it belongs to had not left by then, under the name of its transaction: all of it came too
 * late, or the device had tried again an hour after what is late.
 */
function cameLate({ entries }: Part, { lifetimeMs }: BookLimits): boolean {
  let [first, inTime] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const { fragment, isLate } of entries) {
    if (fragment.start < first) first = fragment.start;
    if (isLate !== true && fragment.start < inTime) inTime = fragment.start;
  }
  return first === Number.POSITIVE_INFINITY || inTime - first > lifetimeMs - nameMs;
}

/**
 * Nothing but answered calls before a PKIOperation, which the same client sent to another host, or which is not logged: its request is counted where it went on.
 */
function wentOn({ operated, unlogged }: BookMemory, { members }: Attempt): boolean {
  if (members.some(({ fragment }) => fragment.role !== "prelude-row")) return false;
  const calls = membersOf(members);
  if (calls.some(({ outcome }) => outcome === "failed")) return false;
  return calls.some((call) => mayOperateElsewhere(operated, call) || mayBeUnlogged(unlogged, call));
}

function addPreludes(memory: BookMemory, attempt: Attempt): void {
  for (const member of [...attempt.members]) {
    if (member.fragment.role !== "pki-row" && member.fragment.role !== "http-error") continue;
    const operation = member.fragment.observations[0];
    if (operation !== undefined) attempt.members.push(...takePreludes(memory, operation));
  }
}
