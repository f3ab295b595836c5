import type { Observation } from "../../contract/index.ts";
import type { Cluster } from "../cluster.ts";
import type { Fragment } from "../fragment.ts";
import { namesOf } from "./key-index.ts";

/** All attempts that share identifiers. */
export interface History {
  readonly entries: Entry[];
  /** Those under which the ledger found it, each at least once. */
  readonly names: string[];
  /** The names under which it waits for the connector's report. */
  readonly waitsAs: string[];
  lastAt: number;
  observations: number;
  /** It has come to its good end. */
  reported: boolean;
  /** When the CA said last that it holds the request for approval, and when that it has decided, ms UTC; -Infinity: never. */
  heldAt: number;
  decidedAt: number;
}

export interface Entry {
  /** Null for a fragment on its own. */
  readonly cluster: Cluster | null;
  /** The fragment, or the cluster's anchor. */
  readonly fragment: Fragment;
  /** Joined by a weak key as the only one that waited for it: probable. */
  weakly: boolean;
  /** Of what a CA on another host logged: the anchor of the only attempt that waited for it then. */
  caller: Fragment | null;
  /** Where it is; null: on its way. */
  history: History | null;
  /** It came when all had passed its beginning: what it belongs to may have left. */
  readonly isLate?: true;
}

export function createHistory(): History {
  return {
    entries: [],
    names: [],
    waitsAs: [],
    lastAt: Number.NEGATIVE_INFINITY,
    observations: 0,
    reported: false,
    heldAt: Number.NEGATIVE_INFINITY,
    decidedAt: Number.NEGATIVE_INFINITY,
  };
}

export function fragmentsOf({ cluster, fragment }: Entry): readonly Fragment[] {
  return cluster === null ? [fragment] : cluster.members.map((member) => member.fragment);
}

/** The join names of an entry, each once. */
export function entryNames({ cluster, fragment }: Entry): readonly string[] {
  if (cluster === null) return namesOf(fragment);
  return [...new Set(cluster.members.flatMap((member) => namesOf(member.fragment)))];
}

/** One of its records says that the request has come to its good end. */
export function isReported({ observations }: Fragment): boolean {
  for (const one of observations) if (isGoodEnd(one)) return true;
  return false;
}

/** Takes note of what the CA says. */
export function noteCa(history: History, { role, observations }: Fragment): void {
  if (role !== "ca-request") return;
  for (const { kind, outcome, at } of observations) {
    if (at === null) continue;
    if (kind === "issue.pending") history.heldAt = Math.max(history.heldAt, at);
    else if (outcome === "ok" || outcome === "failed") history.decidedAt = Math.max(history.decidedAt, at);
  }
}

/** The request has come to its good end. After a failure the device tries again. */
function isGoodEnd({ kind, outcome, facts }: Observation): boolean {
  if (kind === "report.status-file") return facts.folder === "succeed";
  if (kind === "report.entry") return true;
  return (kind === "report.completed" || kind === "report.result") && outcome === "ok";
}
