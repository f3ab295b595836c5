export { logLine } from "../../../../processors/wording/index.ts";
