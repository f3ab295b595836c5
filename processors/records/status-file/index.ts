export { openStatusFileReader } from "./status-file-reader.ts";
