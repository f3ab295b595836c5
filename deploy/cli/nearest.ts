export { nearest } from "../../processors/wording/index.ts";
