import type { ShippedSlice } from "../../contract/index.ts";
import { anywhere, wholeRecords } from "../../slices/cut.ts";
import { lastFields, needsFields } from "../../slices/fields-in-force.ts";

/**
 * A slice as two, cut near its middle at a record border, or anywhere where there is none: a reader gives the same records for any cut. Null: it is not to be cut
 * into pieces of less than `pieceBytesMin`.
 */
export function splitSlice(
  shipped: ShippedSlice,
  pieceBytesMin: number,
): readonly [ShippedSlice, ShippedSlice] | null {
  const { slice, context } = shipped;
  const { format, encoding } = slice.file;
  const bytes = Buffer.from(slice.bytes.buffer, slice.bytes.byteOffset, slice.bytes.byteLength);
  if (bytes.length < 2 * pieceBytesMin) return null;
  const half = { format, encoding, offset: slice.offset, bytes: bytes.subarray(0, bytes.length >> 1) };
  const length = wholeRecords(half) || anywhere(half);
  const [first, rest] = [bytes.subarray(0, length), bytes.subarray(length)];
  return [
    { ...shipped, slice: { ...slice, bytes: first, end: false } },
    {
      ...shipped,
      slice: { ...slice, offset: slice.offset + length, bytes: rest },
      context: needsFields(format) ? (lastFields(first, encoding) ?? context) : context,
    },
  ];
}
