/** Front door of the beginnings: when a piece of a log begins, and which server's it is, before anybody reads it. */
export { firstStamp } from "./first-stamp.ts";
export { oldestStamp } from "./oldest-stamp.ts";
export { isOfServer, onlyNameOf, serverOf } from "./server-of.ts";
