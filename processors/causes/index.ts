/** Front door of the causes: request to cause, host to problems. */
export { catalogue, causeById, knownCause } from "./catalogue.ts";
export { claimCause } from "./claim.ts";
export { createHostLedger } from "./host-ledger.ts";
export type { HostLedger, HostLedgerState } from "./host-ledger.ts";
export type { SourceNote } from "./watches/watch.ts";
export type { Clock, SetBack } from "./watches/watch-states.ts";
