import { conflict } from "./key-index.ts";
import type { SingleKeys } from "./key-index.ts";

/** One of many that share names. */
export interface Named {
  readonly names: { has(name: string): boolean };
  /** Those of which a request has one, by type. */
  readonly singles: SingleKeys;
  /** What it holds of its own, or what it refuses: bits of which two that belong together have none in common. */
  readonly bars: number;
}

/**
 * By name, those that have it, and of these together those with the same types of single keys and the same bars. Where thousands share one name, nearly all of them are ruled out by another key: this
 * finds the few that are not without a look at each.
 */
export type Crowd<T extends Named> = Map<string, Map<string, Group<T>>>;

interface Group<T> {
  readonly types: readonly string[];
  readonly bars: number;
  readonly all: Set<T>;
}

/** Under one of its names. */
export function enterCrowd<T extends Named>(crowd: Crowd<T>, name: string, one: T): void {
  let groups = crowd.get(name);
  if (groups === undefined) crowd.set(name, (groups = new Map()));
  const kind = kindOf(one);
  const group = groups.get(kind);
  if (group === undefined)
    groups.set(kind, { types: [...one.singles.keys()], bars: one.bars, all: new Set([one]) });
  else group.all.add(one);
}

/** `kind`: what it was when it came. */
export function leaveCrowd<T extends Named>(
  crowd: Crowd<T>,
  { names, kind }: { readonly names: Iterable<string>; readonly kind: string },
  one: T,
): void {
  for (const name of names) {
    const groups = crowd.get(name);
    const group = groups?.get(kind);
    group?.all.delete(one);
    if (group?.all.size === 0) groups?.delete(kind);
  }
}

/** Bars and types of single keys: only what is alike in both is in one group. */
export function kindOf({ singles, bars }: Named): string {
  return `${bars} ${[...singles.keys()].sort().join(" ")}`;
}

/** Those with this name that nothing keeps from belonging to `asker`. */
export function fitting<T extends Named>(crowd: Crowd<T>, asker: Named, name: string): readonly T[] {
  const found: T[] = [];
  for (const [kind, group] of crowd.get(name) ?? []) {
    if ((group.bars & asker.bars) !== 0) continue;
    for (const one of narrowest(crowd, asker, { kind, group }))
      if (one.names.has(name) && !conflict(asker.singles, one.singles)) found.push(one);
  }
  return found;
}

/** Of a group, those that have one of the asker's values of a key that both have: the shortest list of these. */
function narrowest<T extends Named>(
  crowd: Crowd<T>,
  asker: Named,
  { kind, group }: { readonly kind: string; readonly group: Group<T> },
): Iterable<T> {
  let least: readonly ReadonlySet<T>[] = [group.all];
  let size = group.all.size;
  for (const type of group.types) {
    const values = asker.singles.get(type);
    if (values === undefined || values.size >= size) continue;
    const sets: ReadonlySet<T>[] = [];
    let count = 0;
    for (const value of values) {
      const like = crowd.get(value)?.get(kind);
      if (like !== undefined) sets.push(like.all);
      count += like?.all.size ?? 0;
    }
    if (count < size) [least, size] = [sets, count];
  }
  return least.length === 1 ? (least[0] ?? []) : new Set(least.flatMap((set) => [...set]));
}
