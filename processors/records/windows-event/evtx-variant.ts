import { utf16Text } from "../../../collectors/contract/index.ts";
import { formatFiletime } from "./filetime.ts";

/*
 * Values of binary XML (libevtx, "Value types"); each stands in its declared size, so a value that is not understood shifts
 * nothing. The library's own reading of values is not used: it takes 1 byte for a boolean of 4 and 4 for a size of 8, and
 * everything behind is then wrong; it also reads SYSTEMTIME in the zone of this machine and cuts FILETIME to milliseconds.
 */
type Format = (bytes: Buffer) => string;

const arrayFlag = 0x80;

const formats: ReadonlyMap<number, Format> = new Map<number, Format>([
  [0x01, (bytes) => untilNul(utf16Text(bytes, "utf-16le"))],
  [0x02, (bytes) => untilNul(bytes.toString("latin1", 0, bytes.length))],
  [0x03, (bytes) => String(bytes.readInt8(0))],
  [0x04, (bytes) => String(bytes.readUInt8(0))],
  [0x05, (bytes) => String(bytes.readInt16LE(0))],
  [0x06, (bytes) => String(bytes.readUInt16LE(0))],
  [0x07, (bytes) => String(bytes.readInt32LE(0))],
  [0x08, (bytes) => String(bytes.readUInt32LE(0))],
  [0x09, (bytes) => String(bytes.readBigInt64LE(0))],
  [0x0a, (bytes) => String(bytes.readBigUInt64LE(0))],
  [0x0b, (bytes) => String(bytes.readFloatLE(0))],
  [0x0c, (bytes) => String(bytes.readDoubleLE(0))],
  [0x0d, (bytes) => (bytes.readUInt8(0) === 0 ? "false" : "true")],
  [0x0e, (bytes) => bytes.toString("hex").toUpperCase()],
  [0x0f, guid],
  [0x10, hexNumber],
  [0x11, (bytes) => formatFiletime(bytes.readBigUInt64LE(0))],
  [0x12, systemTime],
  [0x13, sid],
  [0x14, hexNumber],
  [0x15, hexNumber],
]);

/** Size of one element of an array; strings are parted by NUL instead. */
const elementSizes: ReadonlyMap<number, number> = new Map([
  [0x03, 1],
  [0x04, 1],
  [0x05, 2],
  [0x06, 2],
  [0x07, 4],
  [0x08, 4],
  [0x09, 8],
  [0x0a, 8],
  [0x0b, 4],
  [0x0c, 8],
  [0x0f, 16],
  [0x11, 8],
  [0x12, 16],
  [0x14, 4],
  [0x15, 8],
]);

/** The texts of a value as Windows renders them: one, or one for each element of an array. Too few bytes give none. */
export function variantTexts(type: number, bytes: Buffer): readonly string[] {
  if ((type & arrayFlag) !== 0) return arrayTexts(type & ~arrayFlag, bytes);
  const format = formats.get(type);
  if (type === 0 || format === undefined) return [];
  return [tryFormat(format, bytes)];
}

function arrayTexts(type: number, bytes: Buffer): readonly string[] {
  if (type === 0x01) return withoutLast(utf16Text(bytes, "utf-16le").split("\0"));
  if (type === 0x02) return withoutLast(bytes.toString("latin1", 0, bytes.length).split("\0"));
  const format = formats.get(type);
  const size = elementSizes.get(type) ?? 0;
  if (format === undefined || size === 0) return [];
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, index) =>
    tryFormat(format, bytes.subarray(index * size, (index + 1) * size)),
  );
}

/** A list of strings ends with NUL: what stands behind it is not one more. */
function withoutLast(parts: readonly string[]): readonly string[] {
  return parts.at(-1) === "" ? parts.slice(0, -1) : parts;
}

function tryFormat(format: Format, bytes: Buffer): string {
  try {
    return format(bytes);
  } catch {
    return ""; // fewer bytes than the type needs: the value is damaged, its neighbours are not
  }
}

function untilNul(text: string): string {
  const end = text.indexOf("\0");
  return end < 0 ? text : text.slice(0, end);
}

function hexNumber(bytes: Buffer): string {
  const value = bytes.length >= 8 ? bytes.readBigUInt64LE(0) : BigInt(bytes.readUInt32LE(0));
  return `0x${value.toString(16)}`;
}

function guid(bytes: Buffer): string {
  const head = [
    bytes.readUInt32LE(0).toString(16).padStart(8, "0"),
    hex16(bytes.readUInt16LE(4)),
    hex16(bytes.readUInt16LE(6)),
  ];
  return `{${head.join("-")}-${bytes.toString("hex", 8, 10)}-${bytes.toString("hex", 10, 16)}}`;
}

function hex16(value: number): string {
  return value.toString(16).padStart(4, "0");
}

function sid(bytes: Buffer): string {
  const count = Math.min(bytes.readUInt8(1), 15);
  const parts = Array.from({ length: count }, (_, index) => String(bytes.readUInt32LE(8 + index * 4)));
  return ["S", String(bytes.readUInt8(0)), String(bytes.readUIntBE(2, 6)), ...parts].join("-");
}

/** SYSTEMTIME: year, month, weekday, day, hour, minute, second, ms; all u16. */
function systemTime(bytes: Buffer): string {
  const part = (index: number, width: number): string =>
    String(bytes.readUInt16LE(index * 2)).padStart(width, "0");
  return `${part(0, 4)}-${part(1, 2)}-${part(3, 2)}T${part(4, 2)}:${part(5, 2)}:${part(6, 2)}.${part(7, 3)}Z`;
}
