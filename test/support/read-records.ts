import type { Encoding, Format } from "../../collectors/contract/index.ts";
import type { Found, Reader, ReaderStart } from "../../processors/records/reader.ts";

/** A reader's start for a file that exists only in a test. */
export function startOf(format: Format, encoding: Encoding = "utf-8"): ReaderStart {
  return {
    file: { id: "file-1", host: "ndes01", path: "ndes01/a.log", format, encoding, modifiedAt: null },
    offset: 0,
    context: "",
  };
}

export function nothingFound(): Found {
  return { records: [], rejected: [], regions: [] };
}

/** Reads bytes in pieces that end at the given cuts; cuts beyond the end or out of order are harmless. */
export function readInPieces(reader: Reader, bytes: Uint8Array, cuts: readonly number[] = []): Found {
  const found = nothingFound();
  let from = 0;
  for (const cut of [...cuts.filter((at) => at < bytes.length).toSorted((a, b) => a - b), bytes.length]) {
    // A copy that is wiped afterwards: a reader must not keep a view of the caller's buffer.
    const piece = Uint8Array.from(bytes.subarray(from, cut));
    reader.read(piece, found);
    piece.fill(0x58);
    from = cut;
  }
  reader.end(found);
  return found;
}

/**
 * Reads bytes in pieces, and at each cut ends with the reader and goes on with another one from where it was. Also gives
 * the last position.
 */
export function readWithRestarts(
  open: (start: ReaderStart) => Reader,
  start: ReaderStart,
  input: { readonly bytes: Uint8Array; readonly cuts: readonly number[] },
): { readonly found: Found; readonly position: number } {
  const { bytes, cuts } = input;
  const found = nothingFound();
  let reader = open(start);
  let from = start.offset;
  for (const cut of cuts.filter((at) => at < bytes.length).toSorted((a, b) => a - b)) {
    reader.read(bytes.slice(from, cut), found);
    from = reader.position();
    reader = open({ ...start, offset: from, context: reader.context() });
  }
  reader.read(bytes.slice(from), found);
  reader.end(found);
  return { found, position: reader.position() };
}

/** The parts of a file in order: each found thing as [offset, length]. Throws nothing; the test compares. */
export function coverOf(found: Found): { offset: number; length: number }[] {
  return [...found.records, ...found.rejected, ...found.regions]
    .map(({ offset, length }) => ({ offset, length }))
    .toSorted((a, b) => a.offset - b.offset || a.length - b.length);
}

/** The first place where a cover has a gap or an overlap, null when it is complete. */
export function flawOf(found: Found, bytes: number): string | null {
  let at = 0;
  for (const { offset, length } of coverOf(found)) {
    if (offset !== at || length <= 0) return `at ${at}: next part is ${offset}+${length}`;
    at += length;
  }
  return at === bytes ? null : `ends at ${at} of ${bytes}`;
}
