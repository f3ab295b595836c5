import type { StageStatus } from "./request.ts";

/** Statuses of the stages, in order, as they are counted. A request fails once: what the device says of a refusal hands that on, and is no second failure. */
export function failingOnce(statuses: readonly StageStatus[]): readonly StageStatus[] {
  const failedAt = statuses.indexOf("failed");
  return statuses.map((status, index) => (status === "failed" && index > failedAt ? "unknown" : status));
}
