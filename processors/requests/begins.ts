import type { Observation, Writer } from "../contract/index.ts";
import { isFinalResult } from "./final-result.ts";

/** Single events, which form no run. */
const lone: ReadonlySet<Writer> = new Set<Writer>(["ndes", "legacy-connector"]);
const openers: ReadonlySet<string> = new Set(["verify.started", "verify.received", "issue.received"]);

/** Where what an observation tells of began: a row's call, or the record before it in its thread's run. */
export function beginsOf(pending: readonly Observation[], reachMs: number): Float64Array {
  const before = new Map<string, Map<string, number>>();
  const begins = new Float64Array(pending.length);
  for (let index = 0; index < pending.length; index += 1) {
    const observation = pending[index];
    if (observation === undefined) continue;
    const at = observation.at ?? Number.POSITIVE_INFINITY;
    // A row comes when its call ends: beyond the reach its beginning may be decided already, and counts for nothing.
    begins[index] = observation.durationMs >= 0 ? at - Math.min(observation.durationMs, reachMs) : at;
    if (observation.durationMs >= 0 || observation.thread === "" || lone.has(observation.writer)) continue;
    let threads = before.get(observation.writer);
    if (threads === undefined) {
      threads = new Map();
      before.set(observation.writer, threads);
    }
    const previous = openers.has(observation.kind) ? undefined : threads.get(observation.thread);
    // Behind a final result the thread is free, also where the beginning of what it does next is missing.
    if (isFinalResult(observation)) threads.delete(observation.thread);
    else threads.set(observation.thread, at);
    if (previous !== undefined && at - previous <= reachMs) begins[index] = previous;
  }
  return begins;
}

/** Where it may have ended at the latest, ms UTC. */
export function endOf(observation: Observation | undefined): number {
  return (observation?.at ?? 0) + (observation?.resolutionMs ?? 0);
}
