import { createArrivals } from "./arrivals.ts";
import { createHostState } from "./host-state.ts";
import type { HostState } from "./host-state.ts";
import { tellNoise } from "./noise.ts";
import { periodOf } from "./period.ts";
import { phaseOf } from "./phases.ts";
import type { Scenario } from "./scenario.ts";
import { tellRequest } from "./script/index.ts";
import { tellTroubles } from "./troubles.ts";
import { tellUploads } from "./uploads.ts";
import type { Write } from "./write.ts";

export interface Fleet {
  readonly hosts: readonly HostState[];
  /** All records of all hosts in order of their true time. Pure: nothing is written anywhere, no clock is read. */
  readonly writes: Generator<Write, undefined>;
}

/** A fleet from its scenario and a seed: the same two give the same records for ever. */
export function createFleet(scenario: Scenario, seed: number): Fleet {
  const hosts = scenario.hosts.map((plan) => createHostState(scenario, plan, seed));
  return { hosts, writes: inOrder(hosts.map(writesOf)) };
}

function* inOrder(sources: readonly Generator<Write, undefined>[]): Generator<Write, undefined> {
  const heads = sources.map((source) => ({ source, head: source.next() }));
  for (;;) {
    let first: (typeof heads)[number] | null = null;
    for (const entry of heads) {
      if (entry.head.done === true) continue;
      if (first === null || first.head.done === true || entry.head.value.at < first.head.value.at)
        first = entry;
    }
    if (first === null || first.head.done === true) return undefined;
    yield first.head.value;
    first.head = first.source.next();
  }
}

/** A request writes nothing earlier than this before it asks for its thread. */
const usualLookBackMs = 180_000;
/** The connector looks for status files so often; what it finds was dropped long before: a third of the look back. */
const uploadEveryMs = 20_000;

function* writesOf(host: HostState): Generator<Write, undefined> {
  const arrivals = createArrivals(host);
  const advance = createBackground(host);
  tellTroubles(host);
  const lookBackMs = lookBackOf(host);
  let keepMax = 4000;
  for (let arrival = arrivals.next(); arrival !== null; arrival = arrivals.next()) {
    advance(arrival.at);
    arrivals.seen(arrival, tellRequest(host, arrival));
    if (host.writes.length < keepMax) continue;
    yield* settled(host, arrival.at - lookBackMs);
    keepMax = host.writes.length + 4000;
  }
  advance(Math.max(periodOf(host.scenario, host.plan).endAt, host.waits.at(-1)?.at ?? 0) + 1_800_000);
  yield* settled(host, Number.POSITIVE_INFINITY);
  return undefined;
}

function lookBackOf({ scenario }: HostState): number {
  return scenario.lookBackMs ?? usualLookBackMs;
}

/** What happens on the host besides requests, up to a moment. */
function createBackground(host: HostState): (until: number) => void {
  const { noiseEveryMs } = host.plan;
  const uploadLagMs = lookBackOf(host) / 3;
  let uploadAt = host.scenario.startAt;
  let noiseAt = noiseEveryMs === 0 ? Number.POSITIVE_INFINITY : host.scenario.startAt;
  return (until) => {
    for (; uploadAt < until - uploadLagMs; uploadAt += uploadEveryMs) {
      const rests = phaseOf(host.plan, uploadAt - host.scenario.startAt)?.uploadsRest === true;
      if (!rests) tellUploads(host, uploadAt);
    }
    for (; noiseAt < until; noiseAt += host.random.exponential(noiseEveryMs)) tellNoise(host, noiseAt);
  };
}

/** Takes out what can no longer be preceded by anything, in order. */
function* settled(host: HostState, before: number): Generator<Write, undefined> {
  const writes = host.writes.sort((a, b) => a.at - b.at);
  let count = 0;
  while (count < writes.length && (writes[count]?.at ?? before) < before) count += 1;
  yield* writes.splice(0, count);
  return undefined;
}
