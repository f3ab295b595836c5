export { encodings, formats } from "./formats.ts";
export type { Encoding, Format } from "./formats.ts";
export type { Slice, SourceFile } from "./slice.ts";
