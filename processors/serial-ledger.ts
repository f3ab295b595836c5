import type { Observation, Request } from "./contract/index.ts";

/**
 * A serial number is given once, by one CA: where the server tells of a certificate and a CA tells that it issued it, these are one moment by two clocks, however far
 * they are apart. For requests that the CA's record was not joined to: further away than anything waits.
 *
 * Memory is bounded. What is full takes nothing more until its oldest is hours older: a few pairs tell of a clock, and they need not be all.
 */
export interface SerialState {
  /** What CAs have issued, by serial number. */
  readonly issued: Map<string, Told>;
  /** What servers got, and no CA has told of, by serial number. */
  readonly awaited: Map<string, Told>;
}

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

const toldMax = 500;
const agedMs = 3 * 3_600_000;

function take(told: Map<string, Told>, serial: string): Told | null {
  const known = told.get(serial) ?? null;
  told.delete(serial);
  return known;
}

function keep(told: Map<string, Told>, serial: string, one: Told): void {
  const [oldest] = told;
  if (told.size >= toldMax && oldest !== undefined) {
    if (one.at - oldest[1].at < agedMs) return;
    told.delete(oldest[0]);
  }
  told.set(serial, one);
}
