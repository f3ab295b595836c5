import type { Observation, Request } from "../contract/index.ts";

/**
 * A serial number is given once, by one CA: where the server tells of a certificate and a CA tells that it issued it, these are one moment by two clocks, however far
 * they are apart. For requests that the CA's record was not joined to: further away than anything waits.
 *
 * Memory is bounded, for each teller of its own: times of several clocks are not compared. Where a teller is full it takes nothing more until its oldest is hours older by
 * its own clock: a few pairs tell of a clock, and they need not be all. A teller too many takes the place of the one that has been silent longest.
 */
export interface SerialState {
  /** What CAs have issued. */
  readonly issued: Tellers;
  /** What servers got, and no CA has told of. */
  readonly awaited: Tellers;
}

/** By host, the one that told last at the end: when it told of each serial number, ms UTC by its clock. */
export type Tellers = Map<string, Map<string, number>>;

/** Who told it, and when by its clock, ms UTC. */
export interface Told {
  readonly host: string;
  readonly at: number;
}

/** One certificate by two clocks. */
export interface TwiceTold {
  readonly server: Told;
  readonly ca: Told;
}

export function createSerialState(): SerialState {
  return { issued: new Map(), awaited: new Map() };
}

/** A record of any source. The pair that it makes; null: none, or not yet. */
export function tellIssued(state: SerialState, observation: Observation): TwiceTold | null {
  const { writer, kind, host, at } = observation;
  if (writer !== "ca" || kind !== "issue.issued" || at === null) return null;
  const serial = serialIn(observation);
  if (serial === null) return null;
  const ca = { host, at };
  const server = take(state.awaited, serial);
  if (server === null) keep(state.issued, serial, ca);
  return pairOf(server, ca);
}

/** A final request; `at`: when its server waited for the CA, null where that cannot be told. */
export function tellGot(
  state: SerialState,
  { host, evidence }: Request,
  at: number | null,
): TwiceTold | null {
  const own = evidence.find(({ observation }) => observation.host === host && serialIn(observation) !== null);
  const serial = own === undefined ? null : serialIn(own.observation);
  if (serial === null) return null;
  const ca = take(state.issued, serial);
  if (at === null || evidence.some(({ observation }) => observation.writer === "ca")) return null;
  const server = { host, at };
  if (ca === null) keep(state.awaited, serial, server);
  return pairOf(server, ca);
}

function serialIn({ keys }: Observation): string | null {
  for (const { type, value } of keys) if (type === "serialNumber") return value;
  return null;
}

function pairOf(server: Told | null, ca: Told | null): TwiceTold | null {
  return server === null || ca === null || server.host === ca.host ? null : { server, ca };
}

const tellersMax = 64;
const toldMax = 100;
const agedMs = 3 * 3_600_000;

function take(tellers: Tellers, serial: string): Told | null {
  for (const [host, told] of tellers) {
    const at = told.get(serial);
    if (at === undefined) continue;
    told.delete(serial);
    if (told.size === 0) tellers.delete(host);
    return { host, at };
  }
  return null;
}

function keep(tellers: Tellers, serial: string, { host, at }: Told): void {
  const told = tellers.get(host) ?? new Map<string, number>();
  tellers.delete(host);
  const [silent] = tellers.keys();
  if (tellers.size >= tellersMax && silent !== undefined) tellers.delete(silent);
  tellers.set(host, told);
  const [oldest] = told;
  if (told.size >= toldMax && oldest !== undefined) {
    if (at - oldest[1] < agedMs) return;
    told.delete(oldest[0]);
  }
  told.set(serial, at);
}
