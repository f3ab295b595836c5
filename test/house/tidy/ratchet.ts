import { isSource } from "./tree.ts";
import type { TidyCheck, Tree } from "./tree.ts";

const ratchetFile = "test/house/ratchet.json";

interface Measured {
  readonly size: number;
  /** The file that makes it so, where one does. */
  readonly path?: string;
}

const measures: ReadonlyMap<string, (tree: Tree) => Measured> = new Map([
  ["lintExceptions", (tree: Tree): Measured => ({ size: lintExceptions(tree) })],
  ["longestSourceLines", (tree: Tree) => longest(tree, (path) => !path.startsWith("test/"))],
  ["longestTestLines", (tree: Tree) => longest(tree, (path) => path.startsWith("test/"))],
]);

/** What is measured may shrink, never grow; and once it has shrunk by a tenth, the limit follows. */
export const sizesOnlyShrink: TidyCheck = (tree) => {
  const limits = new Map<string, unknown>(Object.entries(JSON.parse(tree.get(ratchetFile) ?? "{}")));
  return [...measures].flatMap(([name, measure]) => compare(name, measure(tree), Number(limits.get(name))));
};

function compare(name: string, { size, path }: Measured, limit: number): string[] {
  const where = path === undefined ? "" : ` (${path})`;
  if (Number.isNaN(limit)) return [`${ratchetFile} has no limit for ${name}: it is ${size} now`];
  if (size > limit)
    return [`${name} has grown from ${limit} to ${size}${where}: make it smaller, not the limit larger`];
  if (size < limit * 0.9 - 1)
    return [`${name} has shrunk to ${size}: lower the limit in ${ratchetFile} (${limit})`];
  return [];
}

function lintExceptions(tree: Tree): number {
  return [...tree]
    .filter(([path]) => isSource(path) && !path.startsWith("test/"))
    .reduce((sum, [, text]) => sum + text.split(/(?:oxlint|eslint)-disable/).length - 1, 0);
}

function longest(tree: Tree, isMeant: (path: string) => boolean): Measured {
  let most: Measured = { size: 0 };
  for (const [path, text] of tree) {
    const size = text.split("\n").length - 1;
    if (isSource(path) && isMeant(path) && size > most.size) most = { size, path };
  }
  return most;
}
