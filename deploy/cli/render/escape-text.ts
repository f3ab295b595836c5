export { escapeText } from "../../../processors/wording/index.ts";
