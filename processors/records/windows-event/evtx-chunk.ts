import type { Found } from "../reader.ts";
import type { EventRecord } from "../record.ts";
import { evtxDecoder } from "./evtx-decoder.ts";
import type { EvtxDecoder } from "./evtx-decoder.ts";
import { eventRecordFrom } from "./event-record.ts";
import { formatFiletime } from "./filetime.ts";
import { parseSystemTime } from "./system-time.ts";

/*
 *   record = "**\0\0" size:u32 id:u64 written:FILETIME binary-xml size:u32        size counts the whole record, both ends agree
 *
 * Chunk header: end of the last record (start of free space) as u32 at 48.
 */
const chunkBytes = 65_536;
const chunkHeaderBytes = 512;
const chunkMagic = "ElfChnk\0";
const freeSpaceField = 48;
const recordMagic = 0x2a2a;
const recordBytesMin = 28;
const zeros = Buffer.alloc(chunkBytes);

interface Walk {
  readonly chunk: Buffer;
  /** Position of the chunk in the file. */
  readonly base: number;
  readonly decoder: EvtxDecoder;
  readonly found: Found;
}

/**
 * Finds the events of one chunk, or of the first part of one where a file is torn. Checksums are not compared: a file copied
 * while in use has stale ones. What proves a record is its own frame.
 */
export function readEvtxChunk(chunk: Buffer, base: number, found: Found): void {
  if (isZero(chunk)) found.regions.push({ offset: base, length: chunk.length, name: "unused" });
  else if (chunk.length < chunkHeaderBytes || chunk.toString("latin1", 0, 8) !== chunkMagic) {
    found.rejected.push({ offset: base, length: chunk.length, reason: "chunk.damaged" });
  } else {
    found.regions.push({ offset: base, length: chunkHeaderBytes, name: "chunk-header" });
    // The library reads strings and templates anywhere in a chunk, so a torn one is filled up with zeros.
    const whole =
      chunk.length === chunkBytes ? chunk : Buffer.concat([chunk, Buffer.alloc(chunkBytes - chunk.length)]);
    walkRecords({ chunk, base, decoder: evtxDecoder(whole), found });
  }
}

function walkRecords(walk: Walk): void {
  const { chunk } = walk;
  const free = chunk.readUInt32LE(freeSpaceField);
  const used = free >= chunkHeaderBytes && free <= chunkBytes ? free : chunkBytes;
  let at = chunkHeaderBytes;
  let lastId = -1n;
  while (at < chunk.length) {
    const size = recordSize(chunk, at);
    const id = size > 0 ? chunk.readBigUInt64LE(at + 8) : -1n;
    // Beyond the end that the header tells, new records follow while the file is in use, or those of an earlier life of the chunk,
    // whose names and templates are overwritten: only ids that go on counting are new.
    if (size > 0 && (at < used || lastId < 0n || id === lastId + 1n)) {
      lastId = id;
      readRecord(walk, at, size);
      at += size;
    } else if (at >= used) {
      walk.found.regions.push({ offset: walk.base + at, length: chunk.length - at, name: "unused" });
      return;
    } else at = skipDamage(walk, at, Math.min(used, chunk.length));
  }
}

/** Size of the record whose frame stands whole at a position; 0 when none does. */
function recordSize(chunk: Buffer, at: number): number {
  if (at + recordBytesMin > chunk.length || chunk.readUInt32LE(at) !== recordMagic) return 0;
  const size = chunk.readUInt32LE(at + 4);
  if (size < recordBytesMin || at + size > chunk.length) return 0;
  return chunk.readUInt32LE(at + size - 4) === size ? size : 0;
}

function readRecord(walk: Walk, at: number, size: number): void {
  const place = { format: "evtx", offset: walk.base + at, length: size } as const;
  const event = walk.decoder.decode(at, size);
  const result = event === null ? "record.malformed" : eventRecordFrom(event, place);
  if (typeof result === "string")
    walk.found.rejected.push({ offset: place.offset, length: size, reason: result });
  else walk.found.records.push(result.at === null ? withWrittenTime(walk.chunk, at, result) : result);
}

/** An event that tells no time of its own has that of its writing. */
function withWrittenTime(chunk: Buffer, at: number, event: EventRecord): EventRecord {
  const written = parseSystemTime(formatFiletime(chunk.readBigUInt64LE(at + 16)));
  return written === null ? event : { ...event, at: written, clock: "utc" };
}

/** Rejects bytes up to the next whole record (records stand on multiples of 8 from each other) and returns its position. */
function skipDamage(walk: Walk, from: number, end: number): number {
  let at = Math.min(from + 8, end);
  while (at < end && recordSize(walk.chunk, at) === 0) at = Math.min(at + 8, end);
  const torn = at === walk.chunk.length && at < chunkBytes;
  walk.found.rejected.push({
    offset: walk.base + from,
    length: at - from,
    reason: torn ? "record.torn" : "chunk.damaged",
  });
  return at;
}

function isZero(bytes: Buffer): boolean {
  return zeros.compare(bytes, 0, bytes.length, 0, bytes.length) === 0;
}
