import { promisify } from "node:util";
import { DefaultSerializer } from "node:v8";
import { constants, zstdCompress, zstdDecompressSync } from "node:zlib";

/** To be raised with every change of what a piece holds. */
const mark: Buffer = Buffer.from("scepscope state 2\n");
const packedMark: Buffer = Buffer.from("scepscope packed 1\n");

/**
 * Pieces of state as bytes. Within a piece identities are kept: many places hold the same observation, and must again when it is restored.
 *
 * The form is that of the structured clone, which later versions of Node read, with a version of ours in front.
 */
export function encodePiece(piece: unknown): Uint8Array {
  // The mark is written before, not put in front afterwards: a piece may be large, and would be copied.
  const serializer = new DefaultSerializer();
  serializer.writeRawBytes(mark);
  serializer.writeHeader();
  serializer.writeValue(piece);
  return serializer.releaseBuffer();
}

/** A piece as it is kept: a structured clone names each field of each record, so a large one shrinks to a tenth. In another thread. */
export async function packPiece(piece: Uint8Array): Promise<Uint8Array> {
  if (piece.length < packedBytesMin || packedMark.equals(piece.subarray(0, packedMark.length))) return piece;
  return Buffer.concat([packedMark, await compress(piece, { params, chunkSize })]);
}

const compress = promisify(zstdCompress);
const params = { [constants.ZSTD_c_compressionLevel]: 1 };
const chunkSize = 1024 * 1024;
const packedBytesMin = 16 * 1024;
const pieceBytesMax = 2 ** 31 - 1;

/** What `v8.deserialize` reads of a piece, packed or not; null: another version of this program wrote it. Throws what the library says of a damaged one. */
export function pieceBody(bytes: Uint8Array): Uint8Array | null {
  const kept = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const packed = bodyBehind(packedMark, kept);
  const piece =
    packed === null ? kept : zstdDecompressSync(packed, { maxOutputLength: pieceBytesMax, chunkSize });
  return bodyBehind(mark, piece);
}

function bodyBehind(head: Buffer, bytes: Buffer): Buffer | null {
  return bytes.subarray(0, head.length).equals(head) ? bytes.subarray(head.length) : null;
}
