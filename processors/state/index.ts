/** Front door of the state: where requests live, behind the port `Store`. */
export { createMemoryStore } from "./memory-store.ts";
export type { MemoryStoreLimits } from "./memory-store.ts";
export { lookAtFile } from "./sqlite/look-at-file.ts";
export type { FileLook } from "./sqlite/look-at-file.ts";
export { holdFolder } from "./sqlite/hold-folder.ts";
export { openSqliteStore } from "./sqlite/open-sqlite-store.ts";
export type { SqliteStoreEvent, SqliteStoreOptions } from "./sqlite/open-sqlite-store.ts";
