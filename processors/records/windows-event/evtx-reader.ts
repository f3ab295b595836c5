import type { Found, Reader, ReaderStart } from "../reader.ts";
import { readEvtxChunk } from "./evtx-chunk.ts";

/*
 * An .evtx file (documented by libevtx, "Windows XML Event Log (EVTX) format"):
 *
 *   file   = header(4,096 bytes, "ElfFile\0") chunk*
 *   chunk  = header(512 bytes, "ElfChnk\0") record* free        65,536 bytes, with its own strings and templates
 *
 * The header counts the chunks, but the count is stale in a file that was copied while in use, which is the normal case for
 * a support bundle. So the file is walked by 64 KiB. Of the header only what never changes is looked at: a file whose header is damaged is no empty log.
 * But a file that ends behind a header which counts chunks was cut off: even a log without an event has one.
 */
const headerBytes = 4096;
const chunkBytes = 65_536;
const fileMagic = "ElfFile\0";

/** Reads an .evtx one chunk at a time; holds at most one chunk. Starts at any chunk border. */
export function openEvtxReader(start: ReaderStart): Reader {
  const held = Buffer.alloc(chunkBytes);
  let heldBytes = 0;
  let offset = start.offset;
  /** What the header counts; 0: it was not seen. */
  let counted = 0;

  const flush = (found: Found): void => {
    const segment = held.subarray(0, heldBytes);
    if (offset === 0 && isFileHeader(segment)) counted = segment.readUInt16LE(42);
    readSegment(segment, offset, found);
    offset += heldBytes;
    heldBytes = 0;
  };

  return {
    read(bytes: Uint8Array, found: Found): void {
      for (let from = 0; from < bytes.length;) {
        const wanted = segmentEnd(offset) - offset - heldBytes;
        const taken = bytes.subarray(from, from + wanted);
        held.set(taken, heldBytes);
        heldBytes += taken.length;
        from += taken.length;
        if (taken.length === wanted) flush(found);
      }
    },
    end(found: Found): void {
      if (heldBytes > 0) flush(found);
      if (counted > 0 && offset === headerBytes)
        found.rejected.push({ offset, length: 0, reason: "chunk.missing" });
    },
    context: () => "",
    position: () => offset,
  };
}

/** End of the header or chunk that the offset lies in. */
function segmentEnd(offset: number): number {
  if (offset < headerBytes) return headerBytes;
  return offset + chunkBytes - ((offset - headerBytes) % chunkBytes);
}

function readSegment(segment: Buffer, offset: number, found: Found): void {
  if (offset >= headerBytes && (offset - headerBytes) % chunkBytes === 0)
    readEvtxChunk(segment, offset, found);
  else if (offset === 0 && isFileHeader(segment)) {
    found.regions.push({ offset, length: segment.length, name: "file-header" });
  } else found.rejected.push({ offset, length: segment.length, reason: "chunk.damaged" });
}

/** Magic, size of the header's fields (at 32), major version (at 38) and size of the header as a whole (at 40), all of them fixed. */
function isFileHeader(segment: Buffer): boolean {
  return (
    segment.length === headerBytes &&
    segment.toString("latin1", 0, 8) === fileMagic &&
    segment.readUInt32LE(32) === 128 &&
    segment.readUInt16LE(38) === 3 &&
    segment.readUInt16LE(40) === headerBytes
  );
}
