/** Front door of the sources: where shipments come from. */
export { createMemoryBus } from "./memory-bus.ts";
export type { MemoryBus, MemoryBusLimits } from "./memory-bus.ts";
