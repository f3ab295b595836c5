import type { Fragment } from "../fragment.ts";
import { distinctKeys } from "./key-index.ts";
import type { History } from "./history.ts";
import { isPast } from "./lifetime.ts";
import type { Lifetimes } from "./lifetime.ts";

/**
 * Histories that wait for the connector's report, by the names that an upload can have for them: it names user and device only, which are weak, so it joins the
 * one history that waits for such a report, and none where several do. A history keeps the names it waits under. Most lists hold one.
 */
export type Waiting = Map<string, History[]>;

/** The roles whose records say that a report is due. */
const due: ReadonlySet<string> = new Set(["crp-notify", "status-file"]);

export function waits(waiting: Waiting, history: History, members: readonly Fragment[]): void {
  for (const fragment of members) {
    if (!due.has(fragment.role)) continue;
    for (const name of weakNames(fragment)) waitsAs(waiting, history, name);
  }
}

/** The only history that waits for this upload; from then on it waits no more. The device tells more than the user. One that is past is none, whether or not it has left. */
export function waitingFor(waiting: Waiting, upload: Fragment, limits: Lifetimes): History | null {
  for (const name of weakNames(upload)) {
    const able = (waiting.get(name) ?? []).filter(
      (history) =>
        history.lastAt > Number.NEGATIVE_INFINITY && !isPast(history, { at: upload.start, name }, limits),
    );
    if (able.length === 0) continue;
    const only = able.length === 1 ? (able[0] ?? null) : null;
    if (only !== null) waitsNoMore(waiting, only);
    return only;
  }
  return null;
}

/** These say that a report is due, and the upload can be it. */
export function awaits(fragments: readonly Fragment[], upload: Fragment): boolean {
  const names = weakNames(upload);
  return fragments.some(
    (fragment) => due.has(fragment.role) && weakNames(fragment).some((name) => names.includes(name)),
  );
}

export function waitsInstead(waiting: Waiting, from: History, into: History): void {
  for (const name of from.waitsAs) waitsAs(waiting, into, name);
  waitsNoMore(waiting, from);
}

export function waitsNoMore(waiting: Waiting, history: History): void {
  for (const name of history.waitsAs) {
    const others = waiting.get(name) ?? [];
    const place = others.indexOf(history);
    if (place >= 0) others.splice(place, 1);
    if (others.length === 0) waiting.delete(name);
  }
  history.waitsAs.length = 0;
}

function waitsAs(waiting: Waiting, history: History, name: string): void {
  const others = waiting.get(name) ?? [];
  // Each knows of the other; one of the lists is short.
  const waits =
    others.length < history.waitsAs.length ? others.includes(history) : history.waitsAs.includes(name);
  if (waits) return;
  history.waitsAs.push(name);
  others.push(history);
  waiting.set(name, others);
}

function weakNames({ host, observations }: Fragment): string[] {
  const keys = distinctKeys(observations);
  const names: string[] = [];
  for (const type of ["deviceId", "userId"])
    for (const key of keys) if (key.type === type) names.push(`${host} ${type} ${key.value}`);
  return names;
}
