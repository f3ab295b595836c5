export { timeAxis } from "../../../../processors/wording/index.ts";
export type { TimeAxis } from "../../../../processors/wording/index.ts";
