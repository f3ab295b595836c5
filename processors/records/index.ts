export { copyText } from "./copy-text.ts";
export { remembered } from "./remembered.ts";
export { fieldsOf } from "./fields-of.ts";
export type { Field } from "./fields-of.ts";
export { isDated } from "./is-dated.ts";
export { openReader } from "./open-reader.ts";
export { recordBytesMax } from "./reader.ts";
export type { Found, Reader, ReaderStart, Region, Rejected } from "./reader.ts";
export type {
  Clock,
  CmtraceRecord,
  ConsoleRecord,
  EventRecord,
  HttpErrRecord,
  IisRecord,
  LogRecord,
  OmadmRecord,
  StatusRecord,
  SvclogRecord,
  TextRecord,
} from "./record.ts";
export { scepMessageFromQuery } from "./scep-message/index.ts";
