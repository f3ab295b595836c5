import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it, with these rights; gives the uppermost one made, null where all were there. Step by step: below /proc, where a folder stands
 * and none can be made in it, Node's own `recursive` never ends.
 */
export function makeFolder(path: string, mode: number = 0o777): string | null {
  if (isFolder(path)) return null;
  const above = dirname(path);
  const made = above === path ? null : makeFolder(above, mode);
  try {
    mkdirSync(path, mode);
  } catch (error) {
    // Somebody else may have been faster.
    if (!isFolder(path)) throw error;
  }
  return made ?? path;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
