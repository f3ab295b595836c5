import { isUtf16, utf16Bytes } from "../contract/index.ts";
import type { Encoding, Format } from "../contract/index.ts";

/** Bytes that begin at a record border, and what is known of what follows. */
export interface Piece {
  readonly format: Format;
  readonly encoding: Encoding;
  /** Position of the first byte in the file. */
  readonly offset: number;
  readonly bytes: Buffer;
}

/**
 * How many of the bytes are whole records, without reading any; 0: the first record is not whole. What is in doubt is left for the next slice.
 *
 * | format                           | a record ends                                                         |
 * |----------------------------------|-----------------------------------------------------------------------|
 * | `svclog`, `event-xml`            | behind its end tag and the white space that follows                    |
 * | `evtx`                           | where the next chunk has begun: until then the writer changes it       |
 * | `cmtrace`                        | at a line end outside of `<![LOG[…]LOG]!>`                             |
 * | `status-file`                    | never: it is one                                                       |
 * | all others                       | at a line end                                                         |
 */
export function wholeRecords(piece: Piece): number {
  if (piece.format === "evtx") return wholeChunks(piece);
  if (piece.format === "status-file") return 0;
  const tag = endTags.get(piece.format);
  if (tag !== undefined) return behindTag(piece, tag);
  const line = behindLast(piece, "\n");
  return piece.format === "cmtrace" ? outsideOfEntry(piece, line) : line;
}

const endTags: ReadonlyMap<Format, string> = new Map<Format, string>([
  ["svclog", "</E2ETraceEvent>"],
  ["event-xml", "</Event>"],
]);

/** The header of 4 KiB and the first chunk are one. */
function wholeChunks({ bytes, offset }: Piece): number {
  const first = chunkBorder(offset);
  const last = first + Math.floor((offset + bytes.length - first) / chunkBytes) * chunkBytes;
  for (let border = last; border > offset; border -= chunkBytes) {
    const at = border - offset;
    if (bytes.toString("latin1", at, at + chunkMark.length) === chunkMark)
      return border > headerBytes ? at : 0;
  }
  return 0;
}

/** The first border at or behind a position. */
function chunkBorder(offset: number): number {
  return headerBytes + Math.max(0, Math.ceil((offset - headerBytes) / chunkBytes)) * chunkBytes;
}

const headerBytes = 4096;
const chunkBytes = 65_536;
const chunkMark = "ElfChnk\0";

function behindTag(piece: Piece, tag: string): number {
  let end = behindLast(piece, tag);
  const step = isUtf16(piece.encoding) ? 2 : 1;
  const low = piece.encoding === "utf-16be" ? 1 : 0;
  while (end > 0 && end + step <= piece.bytes.length && isSpace(piece.bytes[end + low])) end += step;
  return end;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x0a || byte === 0x0d || byte === 0x20 || byte === 0x09;
}

/** An entry that was begun and not ended before the line end belongs to the next slice. */
function outsideOfEntry(piece: Piece, line: number): number {
  const before = { ...piece, bytes: piece.bytes.subarray(0, line) };
  const begin = behindLast(before, "<![LOG[");
  if (begin === 0 || behindLast(before, "]LOG]!>") > begin) return line;
  return begin - bytesOf("<![LOG[", piece.encoding).length;
}

/**
 * What is behind the last whole record at the end of a file: an entry of CMTrace whose end shows without a line end, the end of an export, text that may go on, or what is not written yet
 * (NULs; the last chunk of an event log).
 */
export function restOf(piece: Piece): "whole" | "torn" | "room" {
  const { bytes, encoding, format } = piece;
  const unit = isUtf16(encoding) ? 2 : 1;
  if (format === "evtx" || bytes.subarray(-unit).every((byte) => byte === 0)) return "room";
  if (format === "event-xml") return behindTag(piece, "</Events>") === bytes.length ? "whole" : "torn";
  if (format !== "cmtrace" || behindLast(piece, '">') !== bytes.length) return "torn";
  const mark = behindLast(piece, "]LOG]!><");
  return mark > behindLast(piece, "<![LOG[") && mark > behindLast(piece, "\n") ? "whole" : "torn";
}

/** An entry may go on with any line that does not begin another one: its reader waits for what follows, although it ends with a line end. */
export function waitsForNext(format: Format): boolean {
  return format === "omadm" || format === "console";
}

/** Index behind the last occurrence, 0 when there is none. */
function behindLast({ bytes, encoding }: Piece, text: string): number {
  const wanted = bytesOf(text, encoding);
  let at = bytes.lastIndexOf(wanted);
  // In UTF-16 two halves of neighbours can look like what is wanted.
  while (isUtf16(encoding) && at > 0 && at % 2 === 1) at = bytes.lastIndexOf(wanted, at - 1);
  return at < 0 || (isUtf16(encoding) && at % 2 === 1) ? 0 : at + wanted.length;
}

function bytesOf(text: string, encoding: Encoding): Buffer {
  return isUtf16(encoding) ? utf16Bytes(text, encoding) : Buffer.from(text, "latin1");
}

/** A cut anywhere: not inside of a code unit of UTF-16, nor of a character of UTF-8. */
export function anywhere({ bytes, encoding }: Piece): number {
  if (isUtf16(encoding)) return bytes.length & ~1;
  if (encoding !== "utf-8") return bytes.length;
  let end = bytes.length;
  while (end > bytes.length - 4 && end > 1 && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) end -= 1;
  return end > 1 && (bytes[end - 1] ?? 0) >= 0xc0 ? end - 1 : bytes.length;
}
