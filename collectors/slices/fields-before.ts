import type { Encoding } from "../contract/index.ts";
import { lastFields } from "./fields-in-force.ts";

/**
 * The `#Fields` line in force at a position, looked for backwards from there; `""` when there is none. The windows overlap, because a line may lie across their
 * border. `read` gives the bytes of a range.
 */
export async function fieldsBefore(
  offset: number,
  encoding: Encoding,
  read: (position: number, length: number) => Promise<Buffer>,
): Promise<string> {
  for (let end = offset; end > 0; end -= windowBytes) {
    const from = Math.max(0, end - windowBytes);
    const bytes = await read(from, Math.min(offset, end + lineBytesMax) - from);
    const found = lastFields(from === 0 ? bytes : fromLineEnd(bytes), encoding);
    if (found !== null) return found;
  }
  return "";
}

const windowBytes = 256 * 1024;
const lineBytesMax = 64 * 1024;

/** The first line of a window has no known beginning. The window before this one sees all of it. */
function fromLineEnd(bytes: Buffer): Buffer {
  const feed = bytes.indexOf("\n");
  // Two bytes a character: back to an even position.
  return feed < 0 ? bytes.subarray(bytes.length) : bytes.subarray(feed & ~1);
}
