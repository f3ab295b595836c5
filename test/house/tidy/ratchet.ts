import { isSource } from "./tree.ts";
import type { TidyCheck, Tree } from "./tree.ts";

const ratchetFile = "test/house/ratchet.json";

const measures: ReadonlyMap<string, (tree: Tree) => number> = new Map([
  [
    "lintExceptions",
    (tree: Tree) => total(sources(tree), (text) => text.split(/(?:oxlint|eslint)-disable/).length - 1),
  ],
  ["longestSourceLines", (tree: Tree) => longest(sources(tree))],
  ["longestTestLines", (tree: Tree) => longest(tests(tree))],
]);

/** What is measured may shrink, never grow; and once it has shrunk by a tenth, the limit follows. */
export const sizesOnlyShrink: TidyCheck = (tree) => {
  const limits = new Map<string, unknown>(Object.entries(JSON.parse(tree.get(ratchetFile) ?? "{}")));
  return [...measures].flatMap(([name, measure]) => compare(name, measure(tree), Number(limits.get(name))));
};

function compare(name: string, measured: number, limit: number): string[] {
  if (Number.isNaN(limit)) return [`${ratchetFile} has no limit for ${name}: it is ${measured} now`];
  if (measured > limit)
    return [`${name} has grown from ${limit} to ${measured}: make it smaller, not the limit larger`];
  if (measured < limit * 0.9 - 1)
    return [`${name} has shrunk to ${measured}: lower the limit in ${ratchetFile} (${limit})`];
  return [];
}

function sources(tree: Tree): string[] {
  return [...tree].filter(([path]) => isSource(path) && !path.startsWith("test/")).map(([, text]) => text);
}

function tests(tree: Tree): string[] {
  return [...tree].filter(([path]) => isSource(path) && path.startsWith("test/")).map(([, text]) => text);
}

function longest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, text.split("\n").length - 1), 0);
}

function total(texts: readonly string[], count: (text: string) => number): number {
  return texts.reduce((sum, text) => sum + count(text), 0);
}
