import { isScepPool } from "../../contract/index.ts";
import type { Kind, Observation } from "../../contract/index.ts";
import { knownCause } from "../catalogue.ts";
import { addTo, createTally, remember } from "./watch.ts";
import type { Finding, Watch, WatchMaker } from "./watch.ts";
import type { NamedPool, PoolState, Tally, WatchStates } from "./watch-states.ts";

const contactKinds: readonly Kind[] = [
  "contact.pki-operation",
  "contact.ca-certificate",
  "contact.capabilities",
  "contact.other",
  "contact.http-error",
];

/** Application Error and WAS tell of one death within seconds of each other; their events are written by different processes. */
const sameDeathMs = 60_000;
const poolsMax = 200;

/** The worker processes of the pools that serve SCEP: crashed, or not there. A server has pools of others, which are nothing to devices. */
export const poolWatch: WatchMaker = {
  kinds: ["host.pool-crashed", "host.pool-stopped", "host.worker-crashed", ...contactKinds],
  state: "pools",
  make: createPoolWatch,
};

function createPoolWatch(states: WatchStates): Watch {
  const state = (states.pools ??= {
    named: new Map(),
    serving: new Set(),
    deaths: [],
    faults: [],
    offline: createTally(),
    answered: createTally(),
  });
  return {
    observe: (observation) => {
      if (observation.kind === "host.worker-crashed") remember(state.faults, observation.at);
      else if (observation.kind.startsWith("host.")) observePool(state, observation);
      else observeCall(state, observation);
    },
    findings: () => [...crashes(state), ...stops(state)],
  };
}

function observePool(state: PoolState, { kind, facts, at }: Observation): void {
  if (kind === "host.pool-crashed") remember(state.deaths, at);
  const name = facts.queue ?? "";
  const known = state.named.get(name.toLowerCase());
  if (known === undefined && state.named.size >= poolsMax) return;
  const pool = known ?? { name, crashed: createTally(), stopped: createTally() };
  if (known === undefined) state.named.set(name.toLowerCase(), pool);
  addTo(kind === "host.pool-crashed" ? pool.crashed : pool.stopped, at);
}

/** HTTPERR rows are observed only where they are of a SCEP call or of the pool SCEP. */
function observeCall(
  { serving, offline, answered }: PoolState,
  { kind, facts, at, stage }: Observation,
): void {
  // The policy module's calls are served by another pool.
  if (stage !== 2) return;
  if (kind === "contact.http-error" && facts.queue !== undefined && serving.size < poolsMax)
    serving.add(facts.queue.toLowerCase());
  if (facts.httpReason === "AppOffline" || (facts.status === 503 && facts.httpReason === undefined))
    addTo(offline, at);
  else if (facts.status === 200) addTo(answered, at);
}

/** One death counts once: what Application Error says of it only where no event of WAS near it names a pool. */
function crashes(state: PoolState): readonly Finding[] {
  const named = ours(state).filter(({ crashed }) => crashed.count > 0);
  const unnamed = createTally();
  for (const at of state.faults)
    if (!state.deaths.some((death) => Math.abs(death - at) <= sameDeathMs)) addTo(unnamed, at);
  const because = [
    ...(named.length > 0 ? [`worker processes of ${namesOf(named)} crashed`] : []),
    ...(unnamed.count > 0
      ? ["a worker process (w3wp.exe) crashed, and no event of WAS says of which pool: it may be another's"]
      : []),
  ];
  return findingOf(
    "contact.app-pool-crash",
    sumOf([...named.map(({ crashed }) => crashed), unnamed]),
    because,
  );
}

function stops(state: PoolState): readonly Finding[] {
  const named = ours(state).filter(({ stopped }) => stopped.count > 0);
  const stopped = sumOf(named.map((pool) => pool.stopped));
  const isOver = (state.answered.newest ?? -Infinity) > (stopped.newest ?? Infinity);
  const because = [
    ...(state.offline.count > 0 ? ["calls were answered with 503: no worker process"] : []),
    ...(named.length > 0
      ? [`Windows stopped ${namesOf(named)}${isOver ? "; calls have been answered since" : ""}`]
      : []),
  ];
  const seen = state.offline.count > 0 ? state.offline : stopped;
  return findingOf("contact.app-pool-stopped", seen, because);
}

function ours({ named, serving }: PoolState): readonly NamedPool[] {
  return [...named]
    .filter(([key]) => key === "" || isScepPool(key) || serving.has(key))
    .map(([, pool]) => pool);
}

function namesOf(pools: readonly NamedPool[]): string {
  const names = pools.map(({ name }) => (name === "" ? "a pool without a name" : `the pool ${name}`));
  return names.sort().join(" and ");
}

function sumOf(tallies: readonly Tally[]): Tally {
  const sum = createTally();
  for (const { count, oldest, newest } of tallies) {
    if (count === 0) continue;
    addTo(sum, oldest);
    addTo(sum, newest);
    sum.count += count - 2;
  }
  return sum;
}

function findingOf(id: string, seen: Tally, because: readonly string[]): readonly Finding[] {
  if (seen.count === 0) return [];
  return [{ cause: knownCause(id), count: seen.count, oldest: seen.oldest, because: because.join("; ") }];
}
