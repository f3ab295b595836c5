/** Front door of the requests: observations to requests. */
export { createBook, defaultLimits } from "./book.ts";
export type { Book, BookLimits } from "./book.ts";
export type { BookState, Unbound } from "./book-memory.ts";
export { beginWith, noExperience } from "./experience.ts";
export type { Experience } from "./experience.ts";
export { stoppedAfterMs } from "./heard.ts";
export { joinNames } from "./joins/key-index.ts";
export { laneOf } from "./routes.ts";
