import type { RejectReason } from "../../processors/contract/index.ts";

/** Reasons for which a log may be missing as a whole. What is no log, or a copy of one, is missed by nobody. */
export type Loss = Extract<RejectReason, `archive.${string}` | "file.unreadable">;

export function isLost(reason: RejectReason): reason is Loss {
  return reason === "file.unreadable" || reason.startsWith("archive.");
}
