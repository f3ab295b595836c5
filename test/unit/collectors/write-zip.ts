import { crc32, deflateRawSync } from "node:zlib";

export interface ZipEntry {
  readonly name: string;
  readonly bytes: Buffer;
  readonly isStored?: boolean;
  /** Overrides what the headers claim. */
  readonly claims?: {
    readonly size?: number;
    readonly crc?: number;
    readonly flags?: number;
    readonly mode?: number;
  };
  /** Written as an Info-ZIP extended time stamp, seconds UTC. */
  readonly modifiedSeconds?: number;
}

/** A zip file written from the grammar of PKWARE's APPNOTE, sections 4.3.7, 4.3.12 and 4.3.16; also one that lies. */
export function writeZip(entries: readonly ZipEntry[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const packed = entry.isStored === true ? entry.bytes : deflateRawSync(entry.bytes);
    const parts = fields(entry, packed);
    const head = Buffer.concat([
      numbers(0x04034b50, 4),
      numbers(20, 2),
      parts.middle,
      parts.lengths,
      parts.name,
      parts.extra,
    ]);
    const mode = (entry.claims?.mode ?? 0o100644) * 65536;
    central.push(
      Buffer.concat([
        numbers(0x02014b50, 4),
        numbers(0x0314, 2),
        numbers(20, 2),
        parts.middle,
        parts.lengths,
      ]),
      Buffer.concat([
        numbers(0, 2),
        numbers(0, 2),
        numbers(0, 2),
        numbers(mode, 4),
        numbers(offset, 4),
        parts.name,
        parts.extra,
      ]),
    );
    local.push(head, packed);
    offset += head.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const count = numbers(entries.length, 2);
  const tail = [
    numbers(0x06054b50, 4),
    numbers(0, 4),
    count,
    count,
    numbers(directory.length, 4),
    numbers(offset, 4),
    numbers(0, 2),
  ];
  return Buffer.concat([...local, directory, ...tail]);
}

function fields(
  entry: ZipEntry,
  packed: Buffer,
): { middle: Buffer; lengths: Buffer; name: Buffer; extra: Buffer } {
  const name = Buffer.from(entry.name);
  const extra =
    entry.modifiedSeconds === undefined
      ? Buffer.alloc(0)
      : Buffer.concat([numbers(0x5455, 2), numbers(5, 2), numbers(1, 1), numbers(entry.modifiedSeconds, 4)]);
  const middle = Buffer.concat([
    numbers(0x800 | (entry.claims?.flags ?? 0), 2),
    numbers(entry.isStored === true ? 0 : 8, 2),
    numbers(0x6000, 2),
    numbers(0x5d76, 2),
    numbers(entry.claims?.crc ?? crc32(entry.bytes), 4),
    numbers(packed.length, 4),
    numbers(entry.claims?.size ?? entry.bytes.length, 4),
  ]);
  return { middle, lengths: Buffer.concat([numbers(name.length, 2), numbers(extra.length, 2)]), name, extra };
}

function numbers(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, bytes);
  return buffer;
}
