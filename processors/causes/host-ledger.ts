import type { Claim, Observation, Problem, Request, Writer } from "../contract/index.ts";
import {
  createWatchedHost,
  findingsOn,
  newestAtOf,
  noteOn,
  noteSetBackOn,
  noteSkewOn,
  noteSourceOn,
  observeOn,
  stateOf,
} from "./watched-host.ts";
import type { WatchedHost, WatchedHostState } from "./watched-host.ts";
import type { Clock, SetBack } from "./watches/watch-states.ts";
import type { Finding, SourceNote } from "./watches/watch.ts";

/** Collects what is wrong with hosts rather than with single requests. Memory is bounded per host, whatever passes by. */
export interface HostLedger {
  observe(observation: Observation): void;
  /** A request as it finally is, with its claim. */
  note(request: Request, claim: Claim | null): void;
  /** A source that was read, with the columns of its header where it has one. */
  noteSource(source: SourceNote): void;
  /** A clock that was found to differ from the host's: positive when it is ahead. */
  noteSkew(host: string, clock: Clock): void;
  /** A log of the host whose stamps step back. */
  noteSetBack(host: string, setBack: SetBack): void;
  /** `now` in ms UTC; null: the newest time seen on that host. Sorted by severity, count and id. */
  problems(host: string, now: number | null): readonly Problem[];
  /** In order of name. */
  hosts(): readonly string[];
  /** Who wrote what was heard of the host; null: of any host. */
  writersOf(host: string | null): ReadonlySet<Writer>;
  /** Newest trusted time of the host's records, ms UTC. */
  newestAt(host: string): number | null;
  /** All that it knows, by host; not a copy: to be encoded before the ledger is used again. */
  save(): HostLedgerState;
}

export type HostLedgerState = ReadonlyMap<string, WatchedHostState>;

/** Hosts beyond this are not watched: device logs count as hosts, so a big fleet's bundle has many. */
const hostsMax = 5_000;

/**
 * On crash: `saved` is what an earlier ledger saved, decoded, and this one goes on from there; without it, replaying the same observations and requests rebuilds
 * all of it.
 */
export function createHostLedger(saved: HostLedgerState = new Map()): HostLedger {
  const hosts = new Map<string, WatchedHost>();
  for (const [name, state] of saved) hosts.set(name, createWatchedHost(state));
  const last: LastObserved = { host: "", writer: "other", entry: null };
  const all = new Set([...hosts.values()].flatMap(({ writers }) => [...writers]));
  const tell = (host: string, note: (entry: WatchedHost) => void): void => {
    const entry = entryOf(hosts, host);
    if (entry !== null) note(entry);
  };
  return {
    observe(observation) {
      if (last.entry === null || observation.host !== last.host || observation.writer !== last.writer) {
        turnTo(last, observation, entryOf(hosts, observation.host));
        all.add(observation.writer);
      }
      if (last.entry !== null) observeOn(last.entry, observation);
    },
    note: (request, claim) => tell(request.host, (entry) => noteOn(entry, request, claim)),
    noteSource: (source) => tell(source.host, (entry) => noteSourceOn(entry, source)),
    noteSkew: (host, clock) => tell(host, (entry) => noteSkewOn(entry, clock)),
    noteSetBack: (host, setBack) => tell(host, (entry) => noteSetBackOn(entry, setBack)),
    problems(host, now) {
      const entry = hosts.get(host);
      if (entry === undefined) return [];
      return findingsOn(entry, now, hosts.values())
        .map((finding) => ({ host, ...finding }))
        .sort(byHarm);
    },
    hosts: () => [...hosts.keys()].sort(byText),
    writersOf: (host) => (host === null ? all : (hosts.get(host)?.writers ?? none)),
    newestAt: (host) => newestIn(hosts.get(host)),
    save: () => new Map([...hosts].map(([name, entry]) => [name, stateOf(entry)])),
  };
}

const none: ReadonlySet<Writer> = new Set();

function newestIn(entry: WatchedHost | undefined): number | null {
  return entry === undefined ? null : newestAtOf(entry);
}

/** Observations come a slice of a file at a time: the next one is mostly of the same host and writer. */
interface LastObserved {
  host: string;
  writer: Writer;
  entry: WatchedHost | null;
}

function turnTo(last: LastObserved, { host, writer }: Observation, entry: WatchedHost | null): void {
  last.host = host;
  last.writer = writer;
  last.entry = entry;
  entry?.writers.add(writer);
}

function entryOf(hosts: Map<string, WatchedHost>, host: string): WatchedHost | null {
  const known = hosts.get(host);
  if (known !== undefined) return known;
  if (hosts.size >= hostsMax) return null;
  const made = createWatchedHost(null);
  hosts.set(host, made);
  return made;
}

const harm: ReadonlyMap<string, number> = new Map([
  ["critical", 0],
  ["warning", 1],
  ["info", 2],
]);

function byHarm(left: Finding, right: Finding): number {
  const severity = (harm.get(left.cause.severity) ?? 3) - (harm.get(right.cause.severity) ?? 3);
  return severity || right.count - left.count || byText(left.cause.id, right.cause.id);
}

function byText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
