/** The whole pipeline in one process. */
export { startUp } from "./up.ts";
export type { Up, UpOptions } from "./up.ts";
