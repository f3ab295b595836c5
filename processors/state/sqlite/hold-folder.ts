import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreFailed } from "../../contract/index.ts";

/**
 * Holds a data folder for this process, so that a second one does not take over what the first is working on. The hold ends with the process, however it ends:
 * it is a lock of the operating system on a file of its own. Throws `StoreFailed` when another process has it.
 */
export function holdFolder(folder: string): { readonly release: () => void } {
  const lock = new DatabaseSync(join(folder, "scepscope.lock"));
  try {
    lock.exec("PRAGMA busy_timeout = 2000; BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    throw new StoreFailed("store.busy", `another scepscope is using the data folder ${folder}`, {
      cause: error,
    });
  }
  return { release: () => lock.close() };
}
