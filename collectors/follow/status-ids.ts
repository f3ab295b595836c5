import { basename, dirname } from "node:path";
import type { SavedFile } from "../checkpoint/index.ts";
import { fileIdOf } from "./evidence.ts";

/**
 * All ids that a status file may have where it lies. Its folder is a part of its id, and how that is called follows from the place that holds it: which folder above it is
 * followed, and whether it is the only one, which has no name. Whoever follows the same folder as another place gives the same file another of these ids.
 */
export function statusIdsOf({
  inode,
  generation,
  path,
}: Pick<SavedFile, "inode" | "generation" | "path">): readonly string[] {
  return [...foldersOf(path)].map((folder) => fileIdOf(inode, generation, folder));
}

function* foldersOf(path: string): Generator<string> {
  // The place may be the file itself.
  yield `${basename(path)}/`;
  let [folder, relative] = [dirname(path), ""];
  for (;;) {
    yield `/${relative}`;
    yield `${basename(folder)}/${relative}`;
    if (folder === dirname(folder)) return;
    relative = relative === "" ? basename(folder) : `${basename(folder)}/${relative}`;
    folder = dirname(folder);
  }
}
