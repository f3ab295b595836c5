import type { RejectReason } from "../../../processors/contract/index.ts";
import type { Summary } from "./summary.ts";

/** Reasons for which a log may be missing as a whole. What is no log, or a copy of one, is missed by nobody. */
const losses: ReadonlySet<RejectReason> = new Set<RejectReason>([
  "file.unreadable",
  "archive.encrypted",
  "archive.damaged",
  "archive.limit",
  "archive.unsafe-path",
]);

export function isLost(reason: RejectReason): boolean {
  return losses.has(reason);
}

/** Files and archives that could not be read. */
export function lostCount({ rejected }: Summary): number {
  let count = 0;
  for (const [reason, rejection] of rejected) if (isLost(reason)) count += rejection.count;
  return count;
}
