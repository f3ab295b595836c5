export { openEvtxReader } from "./evtx-reader.ts";
export { openEventXmlReader } from "./event-xml-reader.ts";
