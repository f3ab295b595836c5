/** The roles of a fleet: what `up` is in one process, on many machines. */
export { runCollect } from "./collect.ts";
export type { CollectRunOptions } from "./collect.ts";
export { startProcessor } from "./start-processor.ts";
export type { Processor, ProcessorOptions } from "./start-processor.ts";
export { startServing } from "./start-serving.ts";
