import type { Observation } from "../contract/index.ts";

/**
 * Who sent a PKIOperation, where and when. Servers behind a load balancer share one name, and a device that asks one of them for the CA certificates may send its request to another: only all hosts
 * together tell that it went on.
 */
export interface Operated {
  /** By step of time: the hosts that a client went on at. The oldest steps go first. */
  readonly steps: Map<number, Map<string, Set<string>>>;
  /** Clients at their hosts, in all steps. */
  count: number;
  /** By host: up to this moment something is forgotten because there was no room, ms UTC. */
  readonly forgotten: Map<string, number>;
}

const stepMs = 10_000;
/** A device goes on within moments. */
const leadMs = 60_000;
/** Clocks of two servers of one domain differ by less. */
export const serverSkewMs = 10_000;
/** Beyond the hour for which the calls of a client that did not go on are kept, with what the clocks of their logs differ. */
const keptMs = 2 * 60 * 60_000;
const countMax = 20_000;

export function createOperated(): Operated {
  return { steps: new Map(), count: 0, forgotten: new Map() };
}

/** Adding it again changes nothing. */
export function noteOperation(operated: Operated, observation: Observation): void {
  const { at, host, durationMs } = observation;
  const client = isOperation(observation) ? clientOf(observation) : null;
  if (client === null || at === null) return;
  const index = Math.floor((at - Math.max(0, durationMs)) / stepMs);
  const step = entry(operated.steps, index, () => new Map<string, Set<string>>());
  const hosts = entry(step, client, () => new Set<string>());
  if (hosts.has(host)) return;
  hosts.add(host);
  operated.count += 1;
  while (operated.count > countMax) forgetOldest(operated);
}

/** Nobody asks for what is so old any more. `through`: every host has passed this moment. */
export function forgetPast(operated: Operated, through: number): void {
  if (!Number.isFinite(through)) return;
  const first = Math.floor((through - keptMs) / stepMs);
  // Hundreds of steps, and nearly always nothing to forget: their keys alone are no garbage.
  for (const index of operated.steps.keys()) if (index < first) drop(operated, index);
  for (const [host, at] of operated.forgotten) if (at < through - keptMs) operated.forgotten.delete(host);
}

/** The client of this call may have gone on at another host. What was forgotten counts for it: nobody is to be accused because memory was full. */
export function mayOperateElsewhere(operated: Operated, call: Observation): boolean {
  const { at, host } = call;
  if (at === null) return false;
  const from = at - serverSkewMs;
  for (const [other, through] of operated.forgotten) if (other !== host && through >= from) return true;
  return wentOnAt(operated, call, from).some((hosts) => hosts.size > 1 || !hosts.has(host));
}

/** The client of this call sent a PKIOperation to the same host within a minute. */
export function operatedAtHome(operated: Operated, call: Observation): boolean {
  const { at, host } = call;
  return at !== null && wentOnAt(operated, call, at).some((hosts) => hosts.has(host));
}

/** The hosts that the client of this call went on at, by step of time, until a minute after it. */
function* wentOnAt(operated: Operated, call: Observation, from: number): Generator<ReadonlySet<string>> {
  const names = namesOf(call);
  for (let index = Math.floor(from / stepMs); index * stepMs <= (call.at ?? from) + leadMs; index += 1) {
    const step = operated.steps.get(index);
    if (step === undefined) continue;
    for (const name of names) {
      const hosts = step.get(name);
      if (hosts !== undefined) yield hosts;
    }
  }
}

function isOperation({ kind, writer, facts }: Observation): boolean {
  if (kind === "contact.pki-operation") return true;
  return writer === "httperr" && (facts.operation ?? "pkioperation") === "pkioperation";
}

/** Address and user agent; HTTP.sys logs the address alone. Null: it is not known who it was. Where a balancer passes on the device's address, that comes first. */
function clientOf({ keys }: Observation): string | null {
  const address = keys.find(({ type }) => type === "clientIp")?.value;
  return address === undefined ? null : nameOf(address, agentOf(keys));
}

/** The names under which it may have gone on. */
function namesOf(call: Observation): readonly string[] {
  const addresses = call.keys.filter(({ type }) => type === "clientIp");
  const names = addresses.map(({ value }) => nameOf(value, ""));
  const client = clientOf(call);
  return client === null ? names : [client, ...names];
}

function agentOf(keys: Observation["keys"]): string {
  return keys.find(({ type }) => type === "userAgent")?.value ?? "";
}

function nameOf(address: string, agent: string): string {
  return `${address} ${agent}`;
}

function forgetOldest(operated: Operated): void {
  const index = Math.min(...operated.steps.keys());
  const end = (index + 1) * stepMs;
  for (const hosts of operated.steps.get(index)?.values() ?? [])
    for (const host of hosts)
      operated.forgotten.set(host, Math.max(end, operated.forgotten.get(host) ?? end));
  drop(operated, index);
}

function drop(operated: Operated, index: number): void {
  for (const hosts of operated.steps.get(index)?.values() ?? []) operated.count -= hosts.size;
  operated.steps.delete(index);
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
