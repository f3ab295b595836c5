import type { OpenFile } from "../files/index.ts";
import type { Following } from "./following.ts";

/** The first bytes from a position, as many as there is room for; they are lent until the next call. */
export async function readScratch(
  following: Following,
  file: OpenFile,
  { position, length }: { readonly position: number; readonly length: number },
): Promise<Buffer> {
  const into = following.scratch.subarray(0, length);
  try {
    return into.subarray(0, await file.read(into, position));
  } catch (error) {
    // What was given up may still be written to.
    following.scratch = Buffer.allocUnsafeSlow(following.scratch.length);
    throw error;
  }
}
