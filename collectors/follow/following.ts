import type { CollectLimits } from "../collect-limits.ts";
import type { CollectEvent, CollectOptions, SourceBeside } from "../collect-options.ts";
import { codeOf, systemReason } from "../contract/index.ts";
import type { SourceCondition } from "../contract/index.ts";
import type { SliceMemory } from "../slices/slice-memory.ts";
import type { FollowedPlace } from "./followed-place.ts";
import type { Followed } from "./followed.ts";
import type { Trouble } from "./trouble.ts";
import type { Handles } from "./handles.ts";
import type { Roster } from "./roster.ts";

/** All that a collector has in its hands. */
export interface Following {
  readonly options: Pick<
    CollectOptions,
    "defaultHost" | "hostName" | "serverOf" | "resumeAt" | "watch" | "firstStamp" | "beside"
  >;
  readonly limits: CollectLimits;
  readonly places: readonly FollowedPlace[];
  readonly roster: Roster;
  readonly handles: Handles;
  /** Hosts of which sources were reported last, also by an earlier process. */
  readonly reported: Set<string>;
  readonly tell: (event: CollectEvent) => void;
  /** The clock at the beginning of the round. */
  now: number;
  readonly startedAt: number;
  /** It was said in which places no log was found. */
  isBarrenTold: boolean;
  /** Something is to be saved; `first`: before the next byte is shipped, because a new identity must not be forgotten. */
  unsaved: "no" | "yes" | "first";
  /** Paths that have changed, says the system. */
  readonly hints: Set<string>;
  /** Folders that the system watches. */
  watched: number;
  /** For beginnings of files that are looked at and not kept. One at a time. */
  scratch: Buffer;
  readonly memory: SliceMemory;
  /** Sources that are no files, as they were before their files were looked at in this round. */
  besides: readonly SourceBeside[];
  /** Ends the rest between two rounds. */
  stir: () => void;
}

interface Troubled {
  trouble: Trouble | null;
}

/** Names a trouble once, and when it may be tried again. */
export function noteTrouble(
  { tell, now, limits }: Following,
  { on, path }: { readonly on: Troubled; readonly path: string },
  error: unknown,
): void {
  const condition = conditionOf(error);
  const detail = `${path}: ${systemReason(error)}. ${remedies.get(condition) ?? ""}`.trim();
  const isKnown = on.trouble?.condition === condition;
  on.trouble = {
    condition,
    detail,
    since: on.trouble?.since ?? now,
    retryAt: now + (condition === "missing" ? limits.listEveryMs : limits.retryEveryMs),
  };
  if (!isKnown) tell({ type: "trouble", path, condition, detail });
}

export function endTrouble(
  { tell }: Following,
  { on, path }: { readonly on: Troubled; readonly path: string },
): void {
  if (on.trouble === null) return;
  on.trouble = null;
  tell({ type: "recovered", path });
}

/** It was denied or has failed, and it is too early to try again. */
export function isBarred({ now }: Following, { trouble }: Troubled): boolean {
  // A clock that was set back must not bar anything for long.
  return trouble !== null && now < trouble.retryAt && trouble.retryAt - now < 60_000;
}

export function isMissing(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR", "EMOVED"].includes(codeOf(error));
}

function conditionOf(error: unknown): SourceCondition {
  if (isMissing(error)) return "missing";
  return ["EACCES", "EPERM"].includes(codeOf(error)) ? "denied" : "failing";
}

const remedies: ReadonlyMap<SourceCondition, string> = new Map([
  ["denied", "Give the account of this program the right to read it."],
  ["missing", "It is looked for again and again."],
  ["failing", "It is tried again; see whether the disk or share answers."],
]);

/** Where a file is that is followed from now on, or again after a restart. */
export function tellFound({ tell }: Following, { path, host, format, id, offset }: Followed): void {
  tell({ type: "found", path, host, format, fileId: id, offset });
}
