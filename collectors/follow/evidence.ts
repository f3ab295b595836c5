import { createHash } from "node:crypto";
import { isUtf16 } from "../contract/index.ts";
import type { Encoding, Format } from "../contract/index.ts";
import type { Evidence } from "../checkpoint/index.ts";
import type { FileStat } from "../files/index.ts";

export const noEvidence: Evidence = { length: 0, hash: "" };

/** Bytes at the beginning of a file that tell it from others; less while it is shorter. The header of an .evtx changes all the time, but for its first word. */
export function headBytesMax(format: Format): number {
  return format === "evtx" ? 8 : 1024;
}

/** The beginning of a file as evidence: no room that was set aside, which will be written to. */
export function headEvidence(
  head: Buffer,
  { format, encoding }: { format: Format; encoding: Encoding },
): Evidence {
  if (format === "status-file") return noEvidence;
  const bytes = head.subarray(0, headBytesMax(format));
  const blank = isUtf16(encoding) || format === "evtx" ? -1 : bytes.indexOf(0);
  return evidenceOf(blank < 0 ? bytes : bytes.subarray(0, blank));
}

/** Bytes before a position that tell whether the file is still the one that was read. */
export const tailBytesMax = 128;

export function evidenceOf(bytes: Buffer): Evidence {
  return bytes.length === 0 ? noEvidence : { length: bytes.length, hash: digest(bytes, 12) };
}

export function isProvenBy(evidence: Evidence, bytes: Buffer): boolean {
  return (
    evidence.length <= bytes.length && evidenceOf(bytes.subarray(0, evidence.length)).hash === evidence.hash
  );
}

/** The same file on the same volume, over a rename and a restart. A device number may change with a restart, so it only counts where there is no birth time. */
export function inodeOf(stat: FileStat): string {
  return stat.bornAt > 0n ? `${stat.ino}:${stat.bornAt}` : `${stat.ino}@${stat.dev}`;
}

/**
 * Made from evidence alone, so that it is the same after everything that was remembered is lost, and whichever file is seen first. `folder` is given for status
 * files, which are another file in each folder.
 */
export function fileIdOf(inode: string, generation: number, folder: string): string {
  return digest(Buffer.from(`${inode}\n${generation}\n${folder}`), 15);
}

function digest(bytes: Buffer, length: number): string {
  return createHash("sha256").update(bytes).digest().toString("base64url", 0, length);
}

/** How much is looked at for the first stamp: more than a usual record, and of an .evtx the first chunk. */
export function glanceBytes(format: Format, offset: number): number {
  if (format !== "evtx") return 8192;
  return offset === 0 ? 4096 + 65_536 : 65_536;
}
