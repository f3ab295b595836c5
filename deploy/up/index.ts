/** The whole pipeline in one process. */
export { livePlaces } from "./live-places.ts";
export { startUp } from "./up.ts";
export type { Up, UpOptions } from "./up.ts";
