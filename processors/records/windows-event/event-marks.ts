import { isUtf16, utf16Bytes } from "../../../collectors/contract/index.ts";
import type { Encoding } from "../../../collectors/contract/index.ts";

/** What opens or closes an event, as bytes of one encoding. */
export interface Mark {
  readonly pattern: Buffer;
  readonly bytes: number;
  /** Bytes of a character; a mark stands at a multiple of it from the start of the file. */
  readonly unit: number;
  /** Characters of which one must follow, as first bytes of their unit; null when anything may. */
  readonly followedBy: ReadonlySet<number> | null;
  /** In UTF-16 BE the second byte of a unit tells an ASCII character. */
  readonly lowByte: number;
}

export interface EventMarks {
  readonly unit: number;
  readonly opening: Mark;
  readonly closing: Mark;
}

/** `<Event` is told from `<Events>`, `<EventID>` and `<EventData>` by the character behind it. */
export function eventMarks(encoding: Encoding): EventMarks {
  const unit = isUtf16(encoding) ? 2 : 1;
  const mark = (text: string, followedBy: string | null): Mark => ({
    pattern: encoded(text, encoding),
    bytes: text.length * unit,
    unit,
    followedBy: followedBy === null ? null : new Set(Buffer.from(followedBy, "latin1")),
    lowByte: encoding === "utf-16be" ? 1 : 0,
  });
  return { unit, opening: mark("<Event", " >/\t\r\n"), closing: mark("</Event>", null) };
}

function encoded(text: string, encoding: Encoding): Buffer {
  return isUtf16(encoding) ? utf16Bytes(text, encoding) : Buffer.from(text, "latin1");
}
