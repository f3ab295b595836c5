import { watch } from "node:fs";

/** Asks the system to call when something in a folder changes; null where it cannot. It may stop telling at any time, without a word. */
export function watchFolder(folder: string, changed: (name: string | null) => void): (() => void) | null {
  try {
    const watcher = watch(folder, { persistent: false }, (_kind, name) => changed(name));
    watcher.on("error", () => watcher.close());
    return () => watcher.close();
  } catch {
    return null;
  }
}
