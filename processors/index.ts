/** Front door of the processors: what a composition root may use. */
export { fieldsOf, isoStamp, openReader, recordBytesMax } from "./records/index.ts";
export type { Field, Found, LogRecord, Reader, ReaderStart, Region, Rejected } from "./records/index.ts";
export { readScepInput, scepMessageToText } from "./records/scep-message/index.ts";
export type { ScepMessage } from "./records/scep-message/index.ts";
export { catalogue, causeById } from "./causes/index.ts";
