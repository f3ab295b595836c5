import type { OpenFile } from "../files/index.ts";

/** The bytes of one range, fewer at the end of the file. */
export async function readAt(file: OpenFile, position: number, length: number): Promise<Buffer> {
  if (length === 0) return Buffer.alloc(0);
  const bytes = Buffer.allocUnsafe(length);
  return bytes.subarray(0, await file.read(bytes, position));
}
