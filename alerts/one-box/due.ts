import type { Memory, Told } from "./judge.ts";

/** What one receiver was told, by the key of the alert. Plain values, to be kept over a restart. */
export type Ledger = ReadonlyMap<string, Entry>;

export interface Entry {
  readonly alert: Told;
  /** When it was last told, ms UTC; null: it was sent, and nobody knows whether it arrived. */
  readonly toldAt: number | null;
}

/** What a receiver has to be told now. */
export interface Due {
  readonly open: readonly Told[];
  readonly repeat: readonly Told[];
  readonly resolve: readonly Told[];
}

/**
 * The difference between what holds and what was told: there is no queue, so that an absence of the receiver costs nothing, and what has come and gone meanwhile is
 * told to nobody.
 */
export function dueOf(
  { held }: Pick<Memory, "held">,
  ledger: Ledger,
  { at, repeatMs }: { readonly at: number; readonly repeatMs: number },
): Due {
  const firing = [...held].filter(([, { isFiring }]) => isFiring);
  const open = firing.filter(([key]) => !ledger.has(key));
  const repeat = firing.filter(([key]) => {
    const entry = ledger.get(key);
    return entry !== undefined && isDue(entry.toldAt, at, repeatMs);
  });
  const over = [...ledger].filter(([key]) => held.get(key)?.isFiring !== true);
  return {
    open: open.map(([, one]) => one.alert),
    repeat: repeat.map(([, one]) => one.alert),
    resolve: over.map(([, { alert }]) => alert),
  };
}

/** A clock that was set back must not keep us silent. */
function isDue(toldAt: number | null, at: number, repeatMs: number): boolean {
  return toldAt === null || toldAt > at || at - toldAt >= repeatMs;
}
