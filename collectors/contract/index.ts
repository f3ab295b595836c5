export { encodings, formats } from "./formats.ts";
export type { Encoding, Format } from "./formats.ts";
export type { Slice, SourceFile } from "./slice.ts";
export { isUtf16, utf16Bytes, utf16Text } from "./utf16.ts";
export type { Utf16 } from "./utf16.ts";
