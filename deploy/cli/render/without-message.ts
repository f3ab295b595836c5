export { withoutMessage } from "../../../processors/wording/index.ts";
