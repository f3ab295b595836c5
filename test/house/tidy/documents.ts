import { dirname, posix } from "node:path";

import { isPath } from "./tree.ts";
import type { TidyCheck, Tree } from "./tree.ts";

const topFolders = "collectors|processors|alerts|deploy|test|[.]ci|[.]github";

/** A page that names a path which is gone sends its reader into nothing. */
export const namedPathsExist: TidyCheck = (tree) =>
  [...tree]
    .filter(([path]) => path.endsWith(".md"))
    .flatMap(([path, text]) =>
      [...quotedPaths(text), ...links(path, text)].map((named) => [path, named] as const),
    )
    .filter(([, named]) => !isPath(tree, named))
    .map(([path, named]) => `${path} names ${named}, which does not exist`);

/** Paths in backticks that begin with one of our folders; patterns and places to fill in are not looked at. */
function quotedPaths(text: string): string[] {
  const quoted = new RegExp(`\`((?:${topFolders})/[^\`\\s]*)\``, "g");
  return [...text.matchAll(quoted)]
    .map(([, path]) => path ?? "")
    .filter((path) => !/[*<>{}…$]|[.]{3}/.test(path));
}

function links(page: string, text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => (target ?? "").replace(/#.*$/, ""))
    .filter((target) => target !== "" && !/^[a-z]+:/.test(target))
    .map((target) => posix.normalize(posix.join(dirname(page), target)));
}

const errorPage = "deploy/docs/errors.md";
const reasonFiles = ["processors/contract/reject.ts", "collectors/contract/wire.ts"];

/** Where else a code is said: the members of a union of this name. */
const codeUnions = [
  ["deploy/errors/cli-error.ts", "CliErrorCode"],
  ["processors/contract/store-failures.ts", "StoreTrouble"],
  ["processors/api/listen-failed.ts", "ListenTrouble"],
] as const;

/** Every word that can stand before a user has a remedy, and no remedy is for a word that is never said. */
export const errorsAreDocumented: TidyCheck = (tree) => {
  const said = new Set([
    ...reasonsOf(tree),
    ...codeUnions.flatMap((union) => membersOf(tree, union)),
    ...fencedOf(tree),
  ]);
  const sections = documentedErrors(tree.get(errorPage) ?? "");
  return [
    ...[...said].filter((code) => !sections.has(code)).map((code) => `${errorPage} does not explain ${code}`),
    ...[...sections.keys()]
      .filter((code) => !said.has(code))
      .map((code) => `${errorPage} explains ${code}, which nothing says`),
    ...[...sections]
      .filter(([, text]) => !/What to do:\*\* \S/.test(text))
      .map(([code]) => `${errorPage}: ${code} has no remedy`),
  ];
};

function reasonsOf(tree: Tree): string[] {
  return reasonFiles.flatMap((path) =>
    [...(tree.get(path) ?? "").matchAll(/^ {2}"([a-z]+[.][a-z-]+)",/gm)].map(([, reason]) => reason ?? ""),
  );
}

function membersOf(tree: Tree, [path, name]: (typeof codeUnions)[number]): string[] {
  const [, union] =
    new RegExp(`type ${name} =((?:\\s*[|] "[^"]+"[^\\n;]*;?[^\\n]*)+)`).exec(tree.get(path) ?? "") ?? [];
  return [...(union ?? "").matchAll(/[|] "([^"]+)"/g)].map(([, code]) => code ?? "");
}

/** Classes that have one code only. */
function fencedOf(tree: Tree): string[] {
  return [
    ...(tree.get("processors/contract/store-failures.ts") ?? "").matchAll(
      /readonly code = "(store[.]fenced)"/g,
    ),
  ].map(([, code]) => code ?? "");
}

function documentedErrors(page: string): Map<string, string> {
  const parts = page.split(/^### `([^`]+)`$/m);
  return new Map(parts.flatMap((text, i) => (i % 2 === 1 ? [[text, parts[i + 1] ?? ""] as const] : [])));
}
