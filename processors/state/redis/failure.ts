import { StoreFailed } from "../../contract/index.ts";
import type { StoreTrouble } from "../../contract/index.ts";
import { DamagedValue } from "../damaged-value.ts";
import { replicaWords } from "./replica-words.ts";

/** What an error of Redis, or of the way to it, means for who asked. Errors that are neither are our own mistakes and stay what they are. */
export function toStoreFailed(error: unknown, place: string): unknown {
  if (!(error instanceof Error)) return error;
  const known = troubleOf(error);
  if (known === null) return error;
  const [code, remedy] = known;
  return new StoreFailed(code, `${place}: ${remedy} (${error.message})`, { cause: error });
}

/** No call was answered in its time. `last`: what was heard last of Redis or of the way to it; null: nothing. */
export function unavailable(last: Error | null, place: string): StoreFailed {
  const because = last === null ? "" : ` (${last.message})`;
  const why = last !== null && isReply(last) ? (refusals.get(wordOf(last)) ?? silent) : silent;
  return new StoreFailed("store.unavailable", `${place}: ${why}${because}`);
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
  return byWord.get(wordOf(error)) ?? (passing.has(wordOf(error)) ? away : null);
}

const away = ["store.unavailable", "it does not answer; nothing is lost, the call may be repeated"] as const;
const full = [
  "store.disk-full",
  "it has no room for more; give it more memory (`maxmemory`) or disk, or keep requests for a shorter time; nothing of this commit was kept",
] as const;
const silent = "it does not answer";
const stranger = "it refuses this user; look at the name, the password and the rights (ACL) of the user";
const replica = `${replicaWords.what}; ${replicaWords.remedy}`;
const refused = ["store.unavailable", stranger] as const;
const refusals: ReadonlyMap<string, string> = new Map([
  ["NOAUTH", stranger],
  ["WRONGPASS", stranger],
  ["READONLY", replica],
]);
const foreign = [
  "store.foreign",
  "the keys under this prefix belong to something else; choose another prefix",
] as const;

const byWord: ReadonlyMap<string, readonly [StoreTrouble, string]> = new Map<
  string,
  readonly [StoreTrouble, string]
>([
  ["OOM", full],
  ["MISCONF", full],
  ["NOAUTH", refused],
  ["WRONGPASS", refused],
  ["NOPERM", refused],
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
