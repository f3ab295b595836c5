import type { Store } from "../../processors/contract/index.ts";
import { openSqliteStore } from "../../processors/live.ts";
import type { SqliteStoreOptions } from "../../processors/live.ts";

/** A SQLite store that forgets nothing, unless said otherwise. */
export function openTestStore(path: string, options: Partial<SqliteStoreOptions> = {}): Store {
  return openSqliteStore({
    path,
    fileBytesMax: null,
    ageMsMax: null,
    bytesMax: null,
    now: () => 0,
    onEvent: () => {},
    ...options,
  });
}
