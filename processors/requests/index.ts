/** Front door of the requests: observations to requests. */
export { createBook, defaultLimits } from "./book.ts";
export type { Book, BookLimits, Unbound } from "./book.ts";
export { joinNames } from "./joins/key-index.ts";
