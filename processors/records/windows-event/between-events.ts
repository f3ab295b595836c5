import type { Encoding } from "../../../collectors/contract/index.ts";
import type { RejectReason } from "../../contract/index.ts";
import type { Found, Region } from "../reader.ts";
import { decodeText } from "./decode-text.ts";

/** Bytes with their position in the file. */
interface Stretch {
  readonly offset: number;
  readonly bytes: Buffer;
}

/** Each character can be read in one way only, so that no text takes long. */
const frame = /^(?:\s|<\?xml[^>]*\?>|<!--[^>]*-->|<\/?Events(?:\s[^<>]*)?>)*$/u;

/** Names what stands before, between or behind events: the document's frame, blanks, or what does not belong there. */
export function readBetweenEvents(stretch: Stretch, encoding: Encoding, found: Found): void {
  const markBytes = byteOrderMarkBytes(stretch);
  if (markBytes > 0)
    found.regions.push({ offset: stretch.offset, length: markBytes, name: "byte-order-mark" });
  const length = stretch.bytes.length - markBytes;
  if (length === 0) return;
  const verdict = judge(decodeText(stretch.bytes.subarray(markBytes), encoding));
  const place = { offset: stretch.offset + markBytes, length };
  if (verdict.fit) found.regions.push({ ...place, name: verdict.name });
  else found.rejected.push({ ...place, reason: verdict.reason });
}

function byteOrderMarkBytes(stretch: Stretch): number {
  if (stretch.offset !== 0) return 0;
  const head = stretch.bytes.toString("hex", 0, 3);
  if (head === "efbbbf") return 3;
  return head.startsWith("fffe") || head.startsWith("feff") ? 2 : 0;
}

type Verdict =
  | { readonly fit: true; readonly name: Region["name"] }
  | { readonly fit: false; readonly reason: RejectReason };

function judge(text: string): Verdict {
  if (isAll(text, "\0")) return { fit: false, reason: "record.nul-padding" };
  if (text.trim() === "") return { fit: true, name: "blank" };
  if (/<!DOCTYPE|<!ENTITY/iu.test(text)) return { fit: false, reason: "record.entity" };
  // A frame is short; a long stretch is not worth a pattern.
  if (text.length < 4096 && frame.test(text)) return { fit: true, name: "document-frame" };
  return { fit: false, reason: "record.malformed" };
}

function isAll(text: string, character: string): boolean {
  for (let index = 0; index < text.length; index++) if (text[index] !== character) return false;
  return true;
}
