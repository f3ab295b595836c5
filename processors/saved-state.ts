import { deserialize, serialize } from "node:v8";

/**
 * State as one piece of bytes that keeps identities: many places hold the same observation, and must again when it is restored.
 *
 * The form is that of the structured clone of this Node with a version of ours in front. A state of another version is not read: it is made again from the logs.
 */
export function encodeState(state: unknown): Uint8Array {
  return Buffer.concat([mark, serialize(state)]);
}

/** Null: made by another version of this program. Throws what `v8.deserialize` throws for bytes that are damaged. */
export function decodeState(bytes: Uint8Array): unknown {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return buffer.subarray(0, mark.length).equals(mark) ? deserialize(buffer.subarray(mark.length)) : null;
}

/** To be raised with every change of what the state holds. */
const mark: Buffer = Buffer.from("scepscope state 1\n");
