/** The whole pipeline in one process. */
export { channelsToAsk, livePlaces } from "./live-places.ts";
export { zoneRulesOf } from "./limits.ts";
export { zoneOfHost } from "./live-zones.ts";
export type { HostZone } from "./live-zones.ts";
export { startUp } from "./up.ts";
export type { Up, UpOptions } from "./up.ts";
