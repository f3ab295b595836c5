import { basename, dirname } from "node:path";
import type { SavedFile } from "../checkpoint/index.ts";
import { fileIdOf } from "./evidence.ts";

/** The folder of a status file as a part of its id, always with its own name: a file that has come to another folder is another one. `relative`: below its place. */
export function statusFolderOf({ name }: { readonly name: string }, relative: string, path: string): string {
  return relative === "" ? `${basename(dirname(path))}/` : `${name}/${relative}`;
}

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
  // As it was called before, where the place was the file itself, or its folder alone.
  yield `${basename(path)}/`;
  yield "/";
  let [folder, relative] = [dirname(path), ""];
  for (;;) {
    yield `${basename(folder)}/${relative}`;
    if (folder === dirname(folder)) return;
    relative = relative === "" ? basename(folder) : `${basename(folder)}/${relative}`;
    folder = dirname(folder);
    yield `/${relative}`;
  }
}
