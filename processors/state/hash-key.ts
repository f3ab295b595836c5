import { Buffer } from "node:buffer";
import type { StoredRequest } from "../contract/index.ts";
import { foldKey } from "./fold.ts";

/**
 * 48 bits of an identifier, as it is compared. The index holds these instead of the values, which are long, and written by strangers. Two values may share
 * them: what is found is compared with the request itself.
 */
export function hashKey(folded: string): number {
  let [high, low] = [0x9e3779b9, 0x85ebca6b];
  for (let index = 0; index < folded.length; index += 1) {
    const unit = folded.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x2c1b3c6d);
    low = Math.imul(low ^ unit, 0x297a2d39);
  }
  high = Math.imul(high ^ (high >>> 16) ^ (low >>> 13), 0x7feb352d);
  low = Math.imul(low ^ (low >>> 15) ^ (high >>> 14), 0x3c6ef372);
  return ((high ^ (high >>> 15)) & 0xffff) * 0x1_0000_0000 + ((low ^ (low >>> 16)) >>> 0);
}

/** Those of all identifiers of a request, its own included, each once. */
export function hashesOf({ view, keys }: StoredRequest): number[] {
  const folded = new Set([foldKey(view.id)]);
  for (const { value } of keys) folded.add(foldKey(value));
  return [...new Set([...folded].map(hashKey))];
}

/** Six bytes each: kept beside the request, so that its keys are known when it goes. */
export function packHashes(hashes: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(hashes.length * 6);
  for (const [index, hash] of hashes.entries()) bytes.writeUIntBE(hash, index * 6, 6);
  return bytes;
}

export function unpackHashes(bytes: Uint8Array): number[] {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(view.length / 6) }, (_, index) => view.readUIntBE(index * 6, 6));
}
