import { open, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { codeOf } from "../contract/index.ts";

/**
 * Writes a file whole or not at all, so that it is there after a loss of power as well: beside its place, forced to disk, and then renamed. `mode` is that of a new file.
 *
 * A rename that is refused because a virus scanner has the file open is tried again for about a second.
 */
export async function replaceFile(path: string, pieces: Iterable<string>, mode?: number): Promise<void> {
  const beside = `${path}.part`;
  const file = await open(beside, "w", mode);
  try {
    for (const text of pieces) await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await renamePatiently(beside, path);
  await syncFolder(dirname(path));
}

async function renamePatiently(from: string, to: string): Promise<void> {
  for (let waitMs = 10; ; waitMs *= 2) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (waitMs > renameWaitMsMax || !["EPERM", "EACCES", "EBUSY"].includes(codeOf(error))) throw error;
      await pause(waitMs);
    }
  }
}

const renameWaitMsMax = 640;

/** Makes the rename itself survive a loss of power. Windows cannot, and need not: NTFS keeps a journal of names. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (error) {
    if (!["EPERM", "EACCES", "EISDIR", "EINVAL", "ENOTSUP"].includes(codeOf(error))) throw error;
  }
}
