import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of this repository, with a slash at its end. */
export const repository: string = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Makes a small repository in a temporary folder: the given files, copies of our configuration, our dependencies.
 * A checker that runs there obeys the same rules as here, and what is planted never stands in the real tree.
 */
export function plantTree(files: ReadonlyMap<string, string>, configuration: readonly string[]): string {
  const root = mkdtempSync(join(tmpdir(), "scepscope-planted-"));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  for (const name of configuration) copyFileSync(join(repository, name), join(root, name));
  symlinkSync(join(repository, "node_modules"), join(root, "node_modules"), "junction");
  return root;
}

export function removeTree(root: string): void {
  rmSync(root, { recursive: true, force: true });
}
