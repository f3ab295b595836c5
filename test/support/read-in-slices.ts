import type { Encoding, Format } from "../../collectors/contract/index.ts";
import type { Found, Reader, ReaderStart } from "../../processors/records/reader.ts";
import type { LogRecord } from "../../processors/records/record.ts";

export interface FileOf {
  readonly format: Format;
  readonly encoding?: Encoding;
  readonly path?: string;
  readonly modifiedAt?: number | null;
}

/** Reads a whole file that is cut at the given positions; each slice is overwritten after it was read, as a collector may do. */
export function readInSlices(
  open: (start: ReaderStart) => Reader,
  file: FileOf,
  bytes: Uint8Array,
  cuts: readonly number[] = [],
): Found {
  const found: Found = { records: [], rejected: [], regions: [] };
  const reader = open({
    file: {
      id: "f1",
      host: "",
      path: file.path ?? "log",
      format: file.format,
      encoding: file.encoding ?? "utf-8",
      modifiedAt: file.modifiedAt ?? null,
    },
    offset: 0,
    context: "",
  });
  const ends = [...cuts.filter((cut) => cut > 0 && cut < bytes.length)].sort((a, b) => a - b);
  let from = 0;
  for (const end of [...ends, bytes.length]) {
    const slice = Uint8Array.from(bytes.subarray(from, end));
    reader.read(slice, found);
    slice.fill(0x58);
    from = end;
  }
  reader.end(found);
  return found;
}

/** Everything found, in the order of the file, as `kind offset+length`: what must cover every byte once. */
export function coverage(
  found: Found,
): readonly { readonly offset: number; readonly length: number; readonly kind: string }[] {
  const of = (kind: string) => (place: { offset: number; length: number }) => ({
    offset: place.offset,
    length: place.length,
    kind,
  });
  return [
    ...found.records.map(of("record")),
    ...found.rejected.map((rejected) => of(rejected.reason)(rejected)),
    ...found.regions.map((region) => of(region.name)(region)),
  ].sort((left, right) => left.offset - right.offset);
}

/** The first position that is in nothing or in two things; -1 when every byte is in exactly one. */
export function firstUncovered(found: Found, length: number): number {
  let position = 0;
  for (const part of coverage(found)) {
    if (part.offset !== position) return position;
    position += part.length;
  }
  return position === length ? -1 : position;
}

export function onlyRecord(found: Found): LogRecord {
  const [record] = found.records;
  if (record === undefined || found.records.length !== 1)
    throw new Error(`${found.records.length} records, ${JSON.stringify(found.rejected)}`);
  return record;
}
