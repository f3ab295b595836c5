/** Front door of the processors: what a composition root may use. */
export { analyze } from "./analyze.ts";
export type { AnalyzeOptions, Finding } from "./analyze.ts";
export { catalogue, causeById } from "./causes/index.ts";
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
export { isOfServer, onlyNameOf, serverOf } from "./server-of.ts";
export type { SourceTally } from "./source-tally.ts";
export { firstStamp, oldestStamp } from "./stamps/index.ts";
