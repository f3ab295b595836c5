/** What the configuration says to the collectors of one host, in a fleet and on one box. It loads nothing of what reads their lines: a collector is light. */
export { besideEventLogs } from "./beside-event-logs.ts";
export type { BesideEventLogs, EventLogSurroundings } from "./beside-event-logs.ts";
export { collectLimitsOf } from "./collect-limits-of.ts";
export { channelsToAsk, livePlaces } from "./live-places.ts";
export { liveZoneOf, zoneOfHost } from "./live-zones.ts";
export type { HostZone } from "./live-zones.ts";
export { ownFiles, placeAround } from "./place-around.ts";
export { sayCollectEvent } from "./say-collect-event.ts";
export { configuredZoneOf, zoneRulesOf } from "./zones-of-config.ts";
