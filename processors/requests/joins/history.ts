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
}

export interface Entry {
  /** Null for a fragment on its own. */
  readonly cluster: Cluster | null;
  /** The fragment, or the cluster's anchor. */
  readonly fragment: Fragment;
  /** Joined by a weak key as the only one that waited for it: probable. */
  weakly: boolean;
}

export function createHistory(): History {
  return {
    entries: [],
    names: [],
    waitsAs: [],
    lastAt: Number.NEGATIVE_INFINITY,
    observations: 0,
    reported: false,
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

/** The request has come to its good end. After a failure the device tries again. */
function isGoodEnd({ kind, outcome, facts }: Observation): boolean {
  if (kind === "report.status-file") return facts.folder === "succeed";
  if (kind === "report.entry") return true;
  return (kind === "report.completed" || kind === "report.result") && outcome === "ok";
}
