import { conflict } from "./key-index.ts";
import type { SingleKeys } from "./key-index.ts";

/** One of many that share names. */
export interface Named {
  readonly names: { has(name: string): boolean; keys(): Iterable<string> };
  /** Those of which a request has one, by type. */
  readonly singles: SingleKeys;
  /** What it holds of its own, or what it refuses: bits of which two that belong together have none in common. */
  readonly bars: number;
}

/**
 * Those among whom who shares a name is asked for. Most are a few, and each is looked at. Where thousands share one name, nearly all of them are ruled out by another key: the index finds the few that are
 * not without a look at each.
 */
export interface Crowd<T extends Named> {
  readonly all: Set<T>;
  /** By name, those that have it, and of these together those with the same types of single keys and the same bars. Null: there are few. */
  index: Index<T> | null;
}

type Index<T extends Named> = Map<string, Map<string, Group<T>>>;

interface Group<T> {
  readonly types: readonly string[];
  readonly bars: number;
  readonly all: Set<T>;
}

const fewMax = 16;

export function createCrowd<T extends Named>(): Crowd<T> {
  return { all: new Set(), index: null };
}

export function enterCrowd<T extends Named>(crowd: Crowd<T>, one: T): void {
  crowd.all.add(one);
  if (crowd.index !== null) enterIndex(crowd.index, one, one.names.keys());
  else if (crowd.all.size > fewMax) {
    crowd.index = new Map();
    for (const each of crowd.all) enterIndex(crowd.index, each, each.names.keys());
  }
}

export function leaveCrowd<T extends Named>({ all, index }: Crowd<T>, one: T): void {
  all.delete(one);
  if (index !== null) leaveIndex(index, one, kindOf(one));
}

/** `grow` changes one of them, and returns the names that it has gained. */
export function growInCrowd<T extends Named>(
  { index }: Crowd<T>,
  one: T,
  grow: () => readonly string[],
): readonly string[] {
  if (index === null) return grow();
  const kind = kindOf(one);
  const gained = grow();
  if (kindOf(one) === kind) enterIndex(index, one, gained);
  else {
    leaveIndex(index, one, kind);
    enterIndex(index, one, one.names.keys());
  }
  return gained;
}

function enterIndex<T extends Named>(index: Index<T>, one: T, names: Iterable<string>): void {
  const kind = kindOf(one);
  for (const name of names) {
    let groups = index.get(name);
    if (groups === undefined) index.set(name, (groups = new Map()));
    const group = groups.get(kind);
    if (group === undefined)
      groups.set(kind, { types: [...one.singles.keys()], bars: one.bars, all: new Set([one]) });
    else group.all.add(one);
  }
}

/** `kind`: what it was when it came. */
function leaveIndex<T extends Named>(index: Index<T>, one: T, kind: string): void {
  for (const name of one.names.keys()) {
    const groups = index.get(name);
    const group = groups?.get(kind);
    group?.all.delete(one);
    if (group?.all.size === 0) groups?.delete(kind);
  }
}

/** Bars and types of single keys: only what is alike in both is in one group. */
function kindOf({ singles, bars }: Named): string {
  return `${bars} ${[...singles.keys()].sort().join(" ")}`;
}

/** Those with this name that nothing keeps from belonging to `asker`. */
export function fitting<T extends Named>({ all, index }: Crowd<T>, asker: Named, name: string): readonly T[] {
  const found: T[] = [];
  if (index === null) {
    for (const one of all) if (fits(one, asker, name)) found.push(one);
    return found;
  }
  for (const [kind, group] of index.get(name) ?? []) {
    if ((group.bars & asker.bars) !== 0) continue;
    for (const one of narrowest(index, asker, { kind, group })) if (fits(one, asker, name)) found.push(one);
  }
  return found;
}

function fits(one: Named, asker: Named, name: string): boolean {
  return (one.bars & asker.bars) === 0 && one.names.has(name) && !conflict(asker.singles, one.singles);
}

/** Of a group, those that have one of the asker's values of a key that both have: the shortest list of these. */
function narrowest<T extends Named>(
  index: Index<T>,
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
      const like = index.get(value)?.get(kind);
      if (like !== undefined) sets.push(like.all);
      count += like?.all.size ?? 0;
    }
    if (count < size) [least, size] = [sets, count];
  }
  return least.length === 1 ? (least[0] ?? []) : new Set(least.flatMap((set) => [...set]));
}
