import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { repository } from "../../support/planted-tree.ts";

/** Path (from the root, `/` between its parts) and text of each file that is, or is about to be, in the repository. */
export type Tree = ReadonlyMap<string, string>;

/** A check of the house: what is wrong, one sentence each, beginning with the path; empty when all is well. */
export type TidyCheck = (tree: Tree) => string[];

export function repositoryTree(): Tree {
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    cwd: repository,
    encoding: "utf8",
  });
  const paths = listed.split("\n").filter((path) => path !== "" && existsSync(join(repository, path)));
  return new Map(paths.map((path) => [path, readFileSync(join(repository, path), "utf8")]));
}

export function isSource(path: string): boolean {
  return /[.](?:ts|mjs)$/.test(path);
}

/** A folder, or a file, of the tree. */
export function isPath(tree: Tree, path: string): boolean {
  const bare = path.replace(/\/$/, "");
  return tree.has(bare) || [...tree.keys()].some((one) => one.startsWith(`${bare}/`));
}
