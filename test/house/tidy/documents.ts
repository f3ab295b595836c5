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
const reasonFile = "processors/contract/reject.ts";

/** Every word that can stand before a user has a remedy, and no remedy is for a word that is never said. */
export const errorsAreDocumented: TidyCheck = (tree) => {
  const said = new Set([...reasonsOf(tree), ...cliCodesOf(tree)]);
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
  return [...(tree.get(reasonFile) ?? "").matchAll(/^ {2}"([a-z]+[.][a-z-]+)",/gm)].map(
    ([, reason]) => reason ?? "",
  );
}

/** The codes of the command's own errors: the members of the union `CliErrorCode`. */
function cliCodesOf(tree: Tree): string[] {
  const [, union] = /type CliErrorCode =([^;]*);/.exec(tree.get("deploy/cli/cli-error.ts") ?? "") ?? [];
  return [...(union ?? "").matchAll(/"([^"]+)"/g)].map(([, code]) => code ?? "");
}

function documentedErrors(page: string): Map<string, string> {
  const parts = page.split(/^### `([^`]+)`$/m);
  return new Map(parts.flatMap((text, i) => (i % 2 === 1 ? [[text, parts[i + 1] ?? ""] as const] : [])));
}
