/** Front door of the processors: what a composition root may use. */
export { analyze } from "./analyze.ts";
export type { AnalyzeOptions, Finding } from "./analyze.ts";
export { firstStamp, isOfServer, oldestStamp, onlyNameOf, serverOf } from "./beginnings/index.ts";
export { catalogue, causeById } from "./causes/index.ts";
export type { SourceTally } from "./intake/index.ts";
export {
  createContexts,
  eventIdsRead,
  givenZone,
  hostOf,
  inferZone,
  observe,
  zoneAnchor,
} from "./observations/index.ts";
export type { ClockWay, ObserveContext, Zone } from "./observations/index.ts";
export { fieldsOf, openReader } from "./records/index.ts";
export type { Field, Found, LogRecord, Reader, ReaderStart, Region, Rejected } from "./records/index.ts";
export { readScepInput, scepMessageToText } from "./records/scep-message/index.ts";
export type { ScepMessage } from "./records/scep-message/index.ts";
