import type { Slice } from "../contract/index.ts";
import type { BundleFile } from "../files/index.ts";

export const sliceBytesMax: number = 256 * 1024;

/**
 * The slices of one file in order; the last one has `end`. An empty file gives one empty slice.
 * The bytes lie in one buffer that is used again: a slice is valid until the next one is asked for.
 * Throws `ReadFailure` when the file cannot be opened or read on.
 */
export async function* slicesOf(file: BundleFile, sliceBytes: number = sliceBytesMax): AsyncGenerator<Slice> {
  const buffer = Buffer.allocUnsafeSlow(Math.max(1, Math.min(sliceBytes, file.bytes)));
  const reader = await file.open(0);
  try {
    for (let offset = 0, end = false, count = 1; !end; count += 1) {
      // Reading is synchronous: without a pause no timer and no signal would ever be served.
      if (count % 8 === 0) await new Promise(setImmediate);
      const length = await reader.read(buffer);
      end = length < buffer.length || offset + length >= file.bytes;
      yield { file: file.source, offset, bytes: buffer.subarray(0, length), end };
      offset += length;
    }
  } finally {
    reader.close();
  }
}
