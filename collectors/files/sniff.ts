import type { Encoding, Format } from "../contract/index.ts";
import { isTar } from "./other-forms.ts";
import { sniffEncoding, textOf } from "./sniff-encoding.ts";
import { sniffFormat } from "./sniff-format.ts";
import { isStatusFile, sniffName } from "./sniff-name.ts";

export interface Sniffed {
  readonly format: Format;
  readonly encoding: Encoding;
}

/** More than any title, comment or header block before the first entry. */
export const headBytesMax: number = 64 * 1024;

/**
 * What a file is, from at most `headBytesMax` first bytes and its path; null: not a log that we know.
 * Content decides; the name only where the content shows nothing (empty, damaged, free text). The one exception are
 * status files, whose folder is all that is known about them.
 */
export function sniff(head: Buffer, path: string): Sniffed | null {
  if (isEvtx(head)) return { format: "evtx", encoding: "binary" };
  if (isOtherBinary(head)) return null;
  const encoding = sniffEncoding(head);
  const format = isStatusFile(path)
    ? "status-file"
    : (sniffFormat(textOf(head, encoding)) ?? sniffName(path));
  if (format === null) return null;
  return { format, encoding: format === "evtx" ? "binary" : encoding };
}

/** File header or, where the head of the file was lost, a chunk. */
function isEvtx(head: Buffer): boolean {
  const magic = head.toString("latin1", 0, 8);
  return magic === "ElfFile\0" || magic === "ElfChnk\0";
}

/** Other people's files that may carry our words inside: archives, programs, pictures, databases. */
function isOtherBinary(head: Buffer): boolean {
  const magic = head.toString("latin1", 0, 8);
  return isTar(head) || otherMagics.some((start) => magic.startsWith(start));
}

const otherMagics: readonly string[] = [
  "PK\x03\x04",
  "MZ\x90\0",
  "\x7FELF",
  "\x89PNG",
  "%PDF-",
  "\x1F\x8B",
  "MSCF",
  "SQLite f",
  "regf",
  "7z\xBC\xAF",
  "Rar!",
];
