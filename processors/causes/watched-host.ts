import type { Claim, Kind, Observation, Request, Writer } from "../contract/index.ts";
import { deviceWatch } from "./watches/device-watch.ts";
import { eventWatch } from "./watches/event-watch.ts";
import { lostEventsWatch } from "./watches/lost-events-watch.ts";
import { poolWatch } from "./watches/pool-watch.ts";
import { refusalWatch } from "./watches/refusal-watch.ts";
import { reissueWatch } from "./watches/reissue-watch.ts";
import { sourceWatch } from "./watches/source-watch.ts";
import { statusFileWatch } from "./watches/status-file-watch.ts";
import { mayHaveOperated, unfinishedWatch } from "./watches/unfinished-watch.ts";
import type { Finding, SourceNote, Watch, WatchMaker } from "./watches/watch.ts";
import type { Clock, SetBack, WatchStates } from "./watches/watch-states.ts";

/** One host and what watches it. */
export interface WatchedHost extends WatchedHostState {
  readonly watches: Map<WatchMaker, Watch>;
}

/** What is known of one host. Plain values: a fleet has thousands of hosts. */
export interface WatchedHostState {
  readonly states: WatchStates;
  readonly writers: Set<Writer>;
  /** Newest trusted time, ms UTC; -Infinity: none so far. */
  newestAt: number;
  /** The same of its logs, without the files of a folder, whose times may be those of a copy. */
  loggedAt: number;
}

/** `saved` is what an earlier one knew: it is the new one's from now on. */
export function createWatchedHost(saved: WatchedHostState | null): WatchedHost {
  const host = { ...(saved ?? unheard()), watches: new Map() };
  const { states } = host;
  for (const maker of makers) if (states[maker.state] !== undefined) watchOf(host, maker);
  return host;
}

function unheard(): WatchedHostState {
  return { states: {}, writers: new Set(), newestAt: -Infinity, loggedAt: -Infinity };
}

/** Not a copy. */
export function stateOf({ states, writers, newestAt, loggedAt }: WatchedHost): WatchedHostState {
  return { states, writers, newestAt, loggedAt };
}

/** The writer of the observation is noted by the caller, who knows when it changes. */
export function observeOn(host: WatchedHost, observation: Observation): void {
  const { at, writer } = observation;
  if (at !== null && at > host.loggedAt && isTrusted(observation)) {
    host.newestAt = Math.max(host.newestAt, at);
    if (writer !== "status-file") host.loggedAt = at;
  }
  for (const maker of watchersOf.get(observation.kind) ?? nobody) watchOf(host, maker).observe?.(observation);
}

export function noteOn(host: WatchedHost, request: Request, claim: Claim | null): void {
  for (const maker of watchersOfRequests) watchOf(host, maker).note?.(request, claim);
}

export function noteSourceOn(host: WatchedHost, source: SourceNote): void {
  for (const maker of watchersOfSources) watchOf(host, maker).noteSource?.(source);
}

export function noteSkewOn(host: WatchedHost, clock: Clock): void {
  for (const maker of watchersOfSources) watchOf(host, maker).noteSkew?.(clock);
}

export function noteSetBackOn(host: WatchedHost, setBack: SetBack): void {
  for (const maker of watchersOfSources) watchOf(host, maker).noteSetBack?.(setBack);
}

export function newestAtOf({ newestAt }: WatchedHost): number | null {
  return newestAt === -Infinity ? null : newestAt;
}

/** `now` in ms UTC; null: the newest time of the host. `all`: the hosts that are watched with it. */
export function findingsOn(
  host: WatchedHost,
  now: number | null,
  all: Iterable<WatchedHost>,
): readonly Finding[] {
  const at = now ?? newestAtOf(host);
  // A fleet has thousands of hosts, and most ask for none of this.
  let serving: readonly WatchedHost[] | null = null;
  const known = {
    writers: host.writers,
    loggedAt: now ?? host.loggedAt,
    toldSince: now === null ? -Infinity : now - toldMs,
    hasOperated: (address: string): boolean => {
      serving ??= [...all].filter(({ states }) => states.unfinished !== undefined);
      return serving.some(({ states }) => mayHaveOperated(states, address));
    },
  };
  return [...host.watches.values()].flatMap((watch) => watch.findings(at, known));
}

/** Long enough for whoever comes in the next morning. */
const toldMs = 24 * 60 * 60_000;

const makers: readonly WatchMaker[] = [
  statusFileWatch,
  eventWatch,
  poolWatch,
  lostEventsWatch,
  sourceWatch,
  unfinishedWatch,
  refusalWatch,
  reissueWatch,
  deviceWatch,
];

const watchersOfRequests = makers.filter(({ looksAtRequests }) => looksAtRequests === true);
const watchersOfSources = makers.filter(({ looksAtSources }) => looksAtSources === true);
/** Most records concern nobody: they cost one look into this. */
const watchersOf: ReadonlyMap<Kind, readonly WatchMaker[]> = new Map(
  makers
    .flatMap(({ kinds }) => kinds ?? [])
    .map((kind) => [kind, makers.filter(({ kinds }) => kinds?.includes(kind) === true)]),
);
const nobody: readonly WatchMaker[] = [];

function watchOf({ watches, states }: WatchedHost, maker: WatchMaker): Watch {
  const known = watches.get(maker);
  if (known !== undefined) return known;
  const made = maker.make(states);
  watches.set(maker, made);
  return made;
}

function isTrusted({ trust }: Observation): boolean {
  return trust !== "zone-unknown" && trust !== "zone-doubtful" && trust !== "time-of-day";
}
