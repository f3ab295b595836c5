import type { RejectReason } from "../../contract/index.ts";
import type { Found } from "../reader.ts";
import type { EventRecord } from "../record.ts";

/** Puts an event where it belongs: among the records, or among the rejected with the reason. */
export function addEvent(
  result: EventRecord | RejectReason,
  place: { readonly offset: number; readonly length: number },
  found: Found,
): void {
  if (typeof result === "string") found.rejected.push({ ...place, reason: result });
  else found.records.push(result);
}
