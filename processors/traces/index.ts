/** Front door of the traces. */
export { traceAttributes } from "./attributes.ts";
export type { Carrier, TraceAttribute } from "./attributes.ts";
export { isSampled } from "./sampled.ts";
export { createSentRequests } from "./sent-requests.ts";
export type { SentRequests } from "./sent-requests.ts";
export type { TraceAttributes, TraceEvent, TraceLink, TraceSpan } from "./span.ts";
