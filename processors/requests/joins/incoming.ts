import type { Cluster } from "../cluster.ts";
import { byStart } from "../fragment.ts";
import type { Fragment } from "../fragment.ts";
import type { Entry } from "./history.ts";

/** Entries that a source may still bring something before. */
export interface Incoming {
  incoming: Entry[];
  /** Where the first of them begins, ms UTC. */
  earliest: number;
}

/** `through`: what all had passed before, ms UTC. */
export function enterCluster(
  ledger: Incoming,
  cluster: Cluster,
  through: number = Number.NEGATIVE_INFINITY,
): void {
  const anchor = cluster.members[0];
  if (anchor !== undefined) enter(ledger, entryOf(anchor.fragment, cluster, through));
}

export function enterFragment(
  ledger: Incoming,
  fragment: Fragment,
  through: number = Number.NEGATIVE_INFINITY,
): void {
  enter(ledger, entryOf(fragment, null, through));
}

function entryOf(fragment: Fragment, cluster: Cluster | null, through: number): Entry {
  const entry = { cluster, fragment, weakly: false, caller: null, history: null };
  return fragment.start < through ? { ...entry, isLate: true } : entry;
}

function enter(ledger: Incoming, entry: Entry): void {
  ledger.incoming.push(entry);
  // What has no time is ready at once.
  ledger.earliest = Math.min(
    ledger.earliest,
    Number.isNaN(entry.fragment.start) ? Number.NEGATIVE_INFINITY : entry.fragment.start,
  );
}

/** Those that all sources have passed, in order of their start. */
export function takeReady(ledger: Incoming, doneThrough: number): Entry[] {
  if (ledger.earliest >= doneThrough) return [];
  const ready: Entry[] = [];
  const rest: Entry[] = [];
  for (const entry of ledger.incoming) (entry.fragment.start >= doneThrough ? rest : ready).push(entry);
  ledger.incoming = rest;
  ledger.earliest = Number.POSITIVE_INFINITY;
  for (const { fragment } of rest) ledger.earliest = Math.min(ledger.earliest, fragment.start);
  return ready.sort(byAnchor);
}

/** What has no time is first: else it would matter whether it came with its request, or before. */
function byAnchor({ fragment: a }: Entry, { fragment: b }: Entry): number {
  const isTimeless = Number.isNaN(a.start);
  if (isTimeless !== Number.isNaN(b.start)) return isTimeless ? -1 : 1;
  return byStart(a, b);
}
