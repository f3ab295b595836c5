/** Front door for who collects: what has to be known of a piece of a log before anybody reads it. It loads no later step, so that a collector stays light. */
export { firstStamp, serverOf } from "./beginnings/index.ts";
export { eventIdsRead, givenZone } from "./observations/index.ts";
export type { Zone } from "./observations/index.ts";
