/** Front door of the keeper: when what a partition has taken is shown and kept, and what becomes of it when the store refuses. */
export { openKeeper } from "./keeper.ts";
export type { Keeper } from "./keeping.ts";
export { keeperLimits } from "./limits.ts";
export type { KeeperEvent, KeeperOptions } from "./options.ts";
export { patienceOf } from "./patience-of.ts";
export { turns } from "./turns.ts";
export type { Wake } from "./turns.ts";
export { untilDone } from "./until-done.ts";
