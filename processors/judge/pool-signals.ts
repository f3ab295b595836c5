import { isScepPool } from "../contract/index.ts";
import type { Observation } from "../contract/index.ts";

/**
 * What an event of an application pool says for requests near it: that of another pool says nothing. Whose a pool is may be told by a row of HTTP.sys a moment
 * later, so names are kept with the signals until somebody asks.
 */
export function poolSignal({ kind, facts }: Observation): string | null {
  if (facts.queue === undefined) return null;
  const queue = facts.queue.toLowerCase();
  if (kind === "contact.http-error") return `${serving}${queue}`;
  return (kind === "host.pool-crashed" || kind === "host.pool-stopped") && !isScepPool(queue)
    ? `${kind}@${queue}`
    : null;
}

/** The signals of some minutes with pools resolved: a crash that no event of WAS tells of is told by Application Error alone, which names no pool. */
export function resolvePools(signals: ReadonlySet<string>): ReadonlySet<string> {
  const resolved = new Set<string>();
  let hasDeath = false;
  for (const signal of signals) {
    const [kind = "", ...rest] = signal.split("@");
    const queue = rest.length === 0 ? undefined : rest.join("@");
    if (kind === "host.pool-crashed") hasDeath = true;
    if (queue === undefined) resolved.add(signal);
    else if (kind !== "" && signals.has(`${serving}${queue}`)) resolved.add(kind);
  }
  if (!hasDeath && signals.has("host.worker-crashed")) resolved.add("host.pool-crashed");
  return resolved;
}

const serving = "@";
