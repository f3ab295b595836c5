import { createDeviceTally } from "../../../processors/contract/index.ts";
import type { Claim, DeviceTally, Request, Severity } from "../../../processors/contract/index.ts";
import { nameOf } from "./request-name.ts";
import type { CauseTally } from "./summary.ts";

export interface CauseTallies {
  readonly add: (request: Request, claim: Claim | null) => void;
  /** Most harm first. */
  readonly ranked: () => readonly CauseTally[];
  /** Failed requests for which no cause could be claimed. */
  readonly unexplained: () => number;
}

interface OpenTally {
  requests: number;
  readonly hosts: Map<string, number>;
  first: number | null;
  last: number | null;
  readonly devices: DeviceTally;
  example: { readonly claim: Claim; readonly key: string; readonly at: number };
}

const hostsMax = 1_000;
const devicesMax = 10_000;

/** Requests by cause; there are as many tallies as the catalogue has causes. */
export function createCauseTallies(): CauseTallies {
  const tallies = new Map<string, OpenTally>();
  let unexplained = 0;
  return {
    add(request, claim) {
      if (claim === null) {
        if (request.outcome === "failed") unexplained += 1;
        return;
      }
      const at = request.startedAt ?? Infinity;
      const tally = tallies.get(claim.cause.id) ?? start(request, claim);
      tallies.set(claim.cause.id, tally);
      count(tally, request);
      const key = nameOf(request);
      if (at < tally.example.at || (at === tally.example.at && key < tally.example.key))
        tally.example = { claim, key, at };
    },
    ranked: () => [...tallies.values()].map(toTally).sort(byHarm),
    unexplained: () => unexplained,
  };
}

function start(request: Request, claim: Claim): OpenTally {
  return {
    requests: 0,
    hosts: new Map(),
    first: null,
    last: null,
    devices: createDeviceTally(devicesMax),
    example: { claim, key: nameOf(request), at: request.startedAt ?? Infinity },
  };
}

function count(tally: OpenTally, request: Request): void {
  tally.requests += 1;
  const known = tally.hosts.get(request.host);
  if (known !== undefined || tally.hosts.size < hostsMax) tally.hosts.set(request.host, (known ?? 0) + 1);
  const { keys } = request;
  tally.devices.add({ devices: keys.get("deviceId") ?? [], addresses: keys.get("clientIp") ?? [] });
  const at = request.startedAt;
  if (at === null) return;
  tally.first = tally.first === null ? at : Math.min(tally.first, at);
  tally.last = tally.last === null ? at : Math.max(tally.last, at);
}

function toTally(tally: OpenTally): CauseTally {
  const { claim, key } = tally.example;
  const hosts = [...tally.hosts].sort((left, right) => right[1] - left[1] || (left[0] < right[0] ? -1 : 1));
  return {
    cause: claim.cause,
    requests: tally.requests,
    hosts,
    first: tally.first,
    last: tally.last,
    devices: tally.devices.count(),
    because: claim.because,
    alternatives: claim.alternatives,
    exampleKey: key,
  };
}

/** What stops everybody weighs more than what stops some; what is only worth knowing comes last. */
const harmOfOne: Readonly<Record<Severity, number>> = { critical: 4, warning: 1, info: 0.01 };

function byHarm(left: CauseTally, right: CauseTally): number {
  const harm =
    right.requests * harmOfOne[right.cause.severity] - left.requests * harmOfOne[left.cause.severity];
  return harm || (left.cause.id < right.cause.id ? -1 : 1);
}
