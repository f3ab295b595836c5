import { isUnlogged } from "./cluster.ts";
import type { Cluster } from "./cluster.ts";
import type { Observation } from "../contract/index.ts";

/**
 * By host: the steps of time in which a run began inside of a device's call that nothing logged. IIS writes a row when a call ends, and none where the process dies in it. Nobody knows who called: perhaps who
 * had just asked for the CA certificates, and seems to have given up.
 */
export type Unlogged = Map<string, Set<number>>;

const stepMs = 10_000;
/** A device goes on within moments. */
const leadMs = 60_000;
/** As long as who went on at another host is remembered. */
const keptMs = 2 * 60 * 60_000;

/** Adding it again changes nothing. */
export function noteUnlogged(unlogged: Unlogged, cluster: Cluster): void {
  const start = cluster.members[0]?.fragment.start ?? Number.NaN;
  if (!Number.isFinite(start) || !isUnlogged(cluster)) return;
  const steps = unlogged.get(cluster.host);
  if (steps === undefined) unlogged.set(cluster.host, new Set([stepOf(start)]));
  else steps.add(stepOf(start));
}

/** A run of its host began within a minute after this call, and whose it was is not logged. */
export function mayBeUnlogged(unlogged: Unlogged, { at, host }: Observation): boolean {
  const steps = unlogged.get(host);
  if (steps === undefined || at === null) return false;
  for (let step = stepOf(at); step <= stepOf(at + leadMs); step += 1) if (steps.has(step)) return true;
  return false;
}

/** Nobody asks for what is so old any more. `through`: every host has passed this moment. */
export function forgetUnlogged(unlogged: Unlogged, through: number): void {
  if (!Number.isFinite(through)) return;
  for (const [host, steps] of unlogged) {
    for (const step of steps) if (step < stepOf(through - keptMs)) steps.delete(step);
    if (steps.size === 0) unlogged.delete(host);
  }
}

/** What is known of these hosts, as a copy. */
export function unloggedOf(unlogged: Unlogged, hosts: Iterable<string>): Unlogged {
  const copy: Unlogged = new Map();
  for (const host of hosts) {
    const steps = unlogged.get(host);
    if (steps !== undefined) copy.set(host, new Set(steps));
  }
  return copy;
}

function stepOf(at: number): number {
  return Math.floor(at / stepMs);
}
