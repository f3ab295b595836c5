/** Front door of the stamps: when a piece of a log begins, before anybody reads it. */
export { firstStamp } from "./first-stamp.ts";
export { oldestStamp } from "./oldest-stamp.ts";
