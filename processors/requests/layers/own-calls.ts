import type { Observation } from "../../contract/index.ts";
import type { Cluster } from "../cluster.ts";

/**
 * The attempts in which the policy module can have made calls that HTTP.sys logged in place of IIS, as where the pool of the registration point is stopped: those
 * that were under way in the second of the row. A row that is not of the policy module has none.
 */
export function callersOf(
  errors: readonly Observation[],
  clusters: readonly Cluster[],
): (error: Observation) => readonly Cluster[] {
  if (!errors.some(isOwnCall)) return () => [];
  const bySecond = new Map<number, Cluster[]>();
  for (const cluster of clusters)
    for (const second of secondsOf(cluster)) {
      const there = bySecond.get(second);
      if (there === undefined) bySecond.set(second, [cluster]);
      else there.push(cluster);
    }
  return (error) => (isOwnCall(error) ? (bySecond.get(secondOf(error.at ?? Number.NaN)) ?? []) : []);
}

/** VerifyRequest or Notify: its client is the server itself. */
export function isOwnCall({ stage }: Observation): boolean {
  return stage === 3 || stage === 6;
}

/** A call that hangs for longer is looked for in its beginning only. */
const secondsMax = 300;

function secondsOf({ members }: Cluster): readonly number[] {
  const anchor = members[0]?.fragment;
  if (anchor === undefined || Number.isNaN(anchor.start)) return [];
  const first = secondOf(anchor.start);
  const count = Math.min(secondOf(anchor.end) - first + 1, secondsMax);
  return Array.from({ length: Math.max(count, 1) }, (_, index) => first + index);
}

function secondOf(at: number): number {
  return Math.floor(at / 1000);
}
