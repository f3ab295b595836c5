import type { Observation } from "../contract/index.ts";
import type { ProcessingFiles } from "./row.ts";

/**
 * A file is in Processing until it is seen in another folder. False: it is there, and cannot be told apart from others because there are too many; such a one is
 * not missed when it moves on.
 */
export function observeFile(
  files: ProcessingFiles,
  { at, facts }: Pick<Observation, "at" | "facts">,
  filesMax: number,
): boolean {
  const name = (facts.fileName ?? "").toUpperCase();
  if (facts.folder !== "processing") {
    if (files.byName.delete(name)) files.isChanged = true;
    return true;
  }
  if (files.byName.size >= filesMax && !files.byName.has(name)) return false;
  files.byName.set(name, at);
  files.isChanged = true;
  return true;
}

/** Last change of the oldest, ms UTC; null: none with a time. */
export function oldestFile({ byName }: ProcessingFiles): number | null {
  let oldest: number | null = null;
  for (const at of byName.values()) if (at !== null && (oldest === null || at < oldest)) oldest = at;
  return oldest;
}
