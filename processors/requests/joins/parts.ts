import type { Fragment } from "../fragment.ts";
import { entryNames, fragmentsOf } from "./history.ts";
import type { Entry, History } from "./history.ts";
import { isOfOneAttempt } from "./key-index.ts";
import { awaits } from "./waiting.ts";

/** Entries of one history that belong together. */
export type Part = Pick<History, "entries">;

/**
 * What leaves the ledger as one history, without what only time has joined although an identifier says, perhaps since then, that what the CA logged is another attempt's. So it does not matter which
 * of the two came to light first.
 */
export function partsOf(history: History): readonly Part[] {
  const { entries } = history;
  if (entries.every(({ caller }) => caller === null)) return [history];
  const rootOf = rootsOf(entries, namesWithCalls(entries));
  const parts = Map.groupBy(
    entries.filter(({ weakly }) => !weakly),
    rootOf,
  );
  for (const entry of entries) {
    if (!entry.weakly) continue;
    const lists = [...parts.values()];
    const waiting = lists.find((list) => awaits(list.flatMap(fragmentsOf), entry.fragment));
    (waiting ?? lists[0])?.push(entry);
  }
  return [...parts.values()].map((list) => ({ entries: list }));
}

/** Their identifiers, and a name that an attempt shares with what it called, unless that has an attempt by an identifier of its own. */
function namesWithCalls(entries: readonly Entry[]): (entry: Entry) => readonly string[] {
  const rootOf = rootsOf(entries, (entry) => entryNames(entry).filter(isOfOneAttempt));
  const placed = new Set(entries.filter(({ cluster }) => cluster !== null).map(rootOf));
  return (entry) => {
    const caller = entry.cluster === null ? entry.caller : entry.fragment;
    const isCalled = caller !== null && (entry.cluster !== null || !placed.has(rootOf(entry)));
    return isCalled ? [...entryNames(entry), callName(caller)] : entryNames(entry);
  };
}

function callName({ observations: [first] }: Fragment): string {
  return `call ${first?.fileId} ${first?.offset}`;
}

/** By entry, one that stands for all that share names with it, directly or over others. */
function rootsOf(
  entries: readonly Entry[],
  namesOf: (entry: Entry) => readonly string[],
): (entry: Entry) => Entry {
  const parents = new Map<Entry, Entry>();
  const rootOf = (entry: Entry): Entry => {
    let root = entry;
    for (let next = parents.get(root); next !== undefined; next = parents.get(root)) root = next;
    return root;
  };
  const holders = new Map<string, Entry>();
  for (const entry of entries) {
    for (const name of namesOf(entry)) {
      const root = rootOf(holders.get(name) ?? entry);
      holders.set(name, root);
      if (root !== rootOf(entry)) parents.set(rootOf(entry), root);
    }
  }
  return rootOf;
}
