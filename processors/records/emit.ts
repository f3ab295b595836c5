import type { RejectReason } from "../contract/index.ts";
import type { Stretch } from "./grammar.ts";
import type { Found, Region } from "./reader.ts";

/** Rejects the characters [from, to) of a stretch. */
export function reject(found: Found, stretch: Stretch, range: Range, reason: RejectReason): void {
  found.rejected.push({ ...bytesOf(stretch, range), reason });
}

/** Names the characters [from, to) of a stretch as no record. */
export function region(found: Found, stretch: Stretch, range: Range, name: Region["name"]): void {
  found.regions.push({ ...bytesOf(stretch, range), name });
}

/** Rejects an entry that is longer than a record may be; tells whether it did. */
export function rejectIfTooLong(found: Found, stretch: Stretch, range: Range): boolean {
  if ((range.to - range.from) * stretch.unit <= stretch.bytesMax) return false;
  reject(found, stretch, range, "record.too-long");
  return true;
}

/** Characters of a stretch, `to` exclusive. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

function bytesOf(stretch: Stretch, range: Range): { offset: number; length: number } {
  return {
    offset: stretch.offset + range.from * stretch.unit,
    length: (range.to - range.from) * stretch.unit,
  };
}
