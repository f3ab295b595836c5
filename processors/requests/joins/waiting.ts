import type { Fragment } from "../fragment.ts";
import { distinctKeys } from "./key-index.ts";
import type { History } from "./history.ts";

/**
 * Histories that wait for the connector's report. An upload names user and device only, which are weak: it joins the one history that waits for such a report,
 * and none where several do.
 */
export interface Waiting {
  readonly byWeakKey: Map<string, Set<History>>;
  readonly keysOf: Map<History, Set<string>>;
}

export function createWaiting(): Waiting {
  return { byWeakKey: new Map(), keysOf: new Map() };
}

/** The roles whose records say that a report is due. */
const due: ReadonlySet<string> = new Set(["crp-notify", "status-file"]);

export function waits(waiting: Waiting, history: History, members: readonly Fragment[]): void {
  for (const fragment of members) {
    if (!due.has(fragment.role)) continue;
    for (const key of weakKeys(fragment)) addKey(waiting, history, key);
  }
}

/** The only history that waits for this upload; from then on it waits no more. The device tells more than the user. */
export function waitingFor(waiting: Waiting, upload: Fragment, lifetimeMs: number): History | null {
  for (const key of weakKeys(upload)) {
    const able = [...(waiting.byWeakKey.get(key) ?? [])].filter(
      (history) => upload.start - history.lastAt <= lifetimeMs,
    );
    if (able.length === 0) continue;
    const only = able.length === 1 ? (able[0] ?? null) : null;
    if (only !== null) waitsNoMore(waiting, only);
    return only;
  }
  return null;
}

export function waitsInstead(waiting: Waiting, from: History, into: History): void {
  for (const key of waiting.keysOf.get(from) ?? []) addKey(waiting, into, key);
  waitsNoMore(waiting, from);
}

export function waitsNoMore(waiting: Waiting, history: History): void {
  for (const key of waiting.keysOf.get(history) ?? []) {
    const others = waiting.byWeakKey.get(key);
    others?.delete(history);
    if (others?.size === 0) waiting.byWeakKey.delete(key);
  }
  waiting.keysOf.delete(history);
}

function addKey(waiting: Waiting, history: History, key: string): void {
  const histories = waiting.byWeakKey.get(key);
  if (histories === undefined) waiting.byWeakKey.set(key, new Set([history]));
  else histories.add(history);
  const keys = waiting.keysOf.get(history);
  if (keys === undefined) waiting.keysOf.set(history, new Set([key]));
  else keys.add(key);
}

function weakKeys({ host, observations }: Fragment): string[] {
  const keys = distinctKeys(observations);
  const names: string[] = [];
  for (const type of ["deviceId", "userId"])
    for (const key of keys) if (key.type === type) names.push(`${host} ${type} ${key.value}`);
  return names;
}
