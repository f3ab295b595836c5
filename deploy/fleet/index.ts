/** The roles of a fleet: what `up` is in one process, on many machines. */
export { runCollect } from "./collect.ts";
export type { CollectRunOptions } from "./collect.ts";
export { startProcess } from "./process.ts";
export { startServe } from "./serve.ts";
