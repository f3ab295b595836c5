import { StoreFailed } from "../../contract/index.ts";
import type { StoreTrouble } from "../../contract/index.ts";
import { DamagedValue } from "../damaged-value.ts";
import { wayTrouble } from "./way-trouble.ts";

/** What an error of Redis, or of the way to it, means for who asked. Errors that are neither are our own mistakes and stay what they are. */
export function toStoreFailed(error: unknown, place: string): unknown {
  if (!(error instanceof Error) || error instanceof StoreFailed) return error;
  const known = troubleOf(error);
  if (known === null) return error;
  const [code, remedy] = known;
  return new StoreFailed(code, `${place}: ${remedy} (${error.message})`, { cause: error });
}

/** No call was answered in its time. `last`: what was heard last of Redis or of the way to it; null: nothing. */
export function unavailable(last: Error | null, place: string, isCluster = false): StoreFailed {
  if (last === null)
    return new StoreFailed("store.unavailable", `${place}: ${isCluster ? silentCluster : silent}`);
  const heard = ofNode(last);
  const why = wayTrouble(heard);
  const told = why === null ? silent : `${why.what}; ${why.remedy}`;
  return new StoreFailed("store.unavailable", `${place}: ${told} (${heard.message.trim()})`, {
    cause: heard,
  });
}

/** A cluster that cannot be asked says no more than that; its node has said why. */
function ofNode(error: Error): Error {
  return "lastNodeError" in error && error.lastNodeError instanceof Error ? error.lastNodeError : error;
}

/** It may be gone in a moment: the server is away, starts, or another is about to take its place. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (!isReply(error)) return !(error instanceof StoreFailed) && isOfConnection(error);
  return passing.has(wordOf(error));
}

export function wordOf(error: Error): string {
  return /^[A-Z]+(?= |$)/.exec(error.message)?.[0] ?? "";
}

function troubleOf(error: Error): readonly [StoreTrouble, string] | null {
  if (error instanceof DamagedValue)
    return [
      "store.damaged",
      "what it holds is not what was written, as where it evicts (`maxmemory-policy`)",
    ];
  if (!isReply(error)) return isOfConnection(error) ? away : null;
  const known = byWord.get(wordOf(error));
  if (known !== undefined) return known;
  const way = wayTrouble(error);
  if (way !== null) return ["store.unavailable", `${way.what}; ${way.remedy}`];
  return passing.has(wordOf(error)) ? away : null;
}

const away = ["store.unavailable", "it does not answer; nothing is lost, the call may be repeated"] as const;
const full = [
  "store.disk-full",
  "it has no room for more; give it more memory (`maxmemory`) or disk, or keep requests for a shorter time; nothing of this commit was kept",
] as const;
const unsaved = [
  "store.disk-full",
  "it cannot write to its own disk, and takes nothing until it can; make room there; nothing of this commit was kept",
] as const;
const silent = "it does not answer";
/** Its client says nothing of a cluster that it finds and cannot use. */
const silentCluster =
  "no node of it answers, or it does not serve all slots; see what `redis-cli cluster info` says there";
const foreign = [
  "store.foreign",
  "the keys under this prefix belong to something else; choose another prefix",
] as const;

const byWord: ReadonlyMap<string, readonly [StoreTrouble, string]> = new Map<
  string,
  readonly [StoreTrouble, string]
>([
  ["OOM", full],
  ["MISCONF", unsaved],
  ["WRONGTYPE", foreign],
  ["FOREIGN", foreign],
  [
    "NEWER",
    ["store.newer", "it was written by a later version of scepscope; use that one, or another prefix"],
  ],
  [
    "LOST",
    [
      "store.damaged",
      "it has lost what was committed to it; own the partition again, and begin where its checkpoint says",
    ],
  ],
]);

const passing = new Set([
  "LOADING",
  "READONLY",
  "CLUSTERDOWN",
  "MASTERDOWN",
  "TRYAGAIN",
  "BUSY",
  "NOREPLICAS",
  "UNBLOCKED",
]);

export function isReply(error: Error): boolean {
  return error.name === "ReplyError";
}

/** The library has no class for these. */
function isOfConnection(error: Error): boolean {
  return (
    "syscall" in error ||
    error.name === "ClusterAllFailedError" ||
    error.name === "MaxRetriesPerRequestError" ||
    /Connection is closed|Command aborted|Socket timeout|Stream isn't writeable|Too many Cluster redirections|None of startup nodes|Cluster isn't ready|Cluster is ended|ETIMEDOUT|All sentinels are unreachable/i.test(
      error.message,
    )
  );
}
