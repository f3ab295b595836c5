export type { Batch, BusSink, BusSource } from "./bus.ts";
export { encodings, formats } from "./formats.ts";
export type { Encoding, Format } from "./formats.ts";
export { sourceConditions } from "./shipment.ts";
export type { Shipment, ShippedSlice, SourceCondition, SourceReport, SourceState } from "./shipment.ts";
export type { Slice, SourceFile } from "./slice.ts";
export { isUtf16, utf16Bytes, utf16Text } from "./utf16.ts";
export type { Utf16 } from "./utf16.ts";
