import { serialize } from "node:v8";

/** To be raised with every change of what a piece holds. */
const mark: Buffer = Buffer.from("scepscope state 1\n");

/**
 * Pieces of state as bytes. Within a piece identities are kept: many places hold the same observation, and must again when it is restored.
 *
 * The form is that of the structured clone, which later versions of Node read, with a version of ours in front.
 */
export function encodePiece(piece: unknown): Uint8Array {
  return Buffer.concat([mark, serialize(piece)]);
}

/** What `v8.deserialize` reads of it; null: another version of this program wrote it. */
export function pieceBody(bytes: Uint8Array): Uint8Array | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return buffer.subarray(0, mark.length).equals(mark) ? buffer.subarray(mark.length) : null;
}
