import { isSource } from "./tree.ts";
import type { TidyCheck } from "./tree.ts";

/** Words that say nothing about what a thing is. */
const banned = new Set(
  "data item items info payload payloads util utils helper helpers common shared misc manager service handler base impl new old tmp v2".split(
    " ",
  ),
);

/** Names that a standard or a format gave to things; they are kept as they are known. */
const given =
  /(?:event|user|application|signed|enveloped|certificate)Data|(?:content|fail|rendering|system|publicKey|certification|recipient|signer)Info|service(?:Trace|Sid|Name)/gi;

export const namesSaySomething: TidyCheck = (tree) => {
  const sources = [...tree].filter(([path]) => isSource(path) && !path.startsWith("test/house/"));
  return [
    ...sources.flatMap(([path]) =>
      bannedIn(path.replace(/[.]test[.]ts$|[.]ts$|[.]mjs$/, "").split(/[/.-]/), `${path}: the path`),
    ),
    ...sources.flatMap(([path, text]) =>
      declared(text).flatMap((name) => bannedIn(wordsOf(name), `${path}: the name ${name}`)),
    ),
  ];
};

export const filesAreKebabCase: TidyCheck = (tree) =>
  [...tree.keys()]
    .filter(isSource)
    .filter((path) => !path.split("/").every((part) => /^[.]?[a-z0-9]+(?:[.-][a-z0-9]+)*$/.test(part)))
    .map((path) => `${path}: write it in kebab-case`);

function declared(text: string): string[] {
  const code = text.replace(/\/\*[^]*?\*\/|\/\/.*$/gm, "");
  return [...code.matchAll(/\b(?:const|let|function|class|interface|type)\s+([A-Za-z_$][\w$]*)/g)].map(
    ([, name]) => name ?? "",
  );
}

function wordsOf(name: string): string[] {
  return name
    .replace(given, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .split(/[\s_$]+/)
    .map((word) => word.toLowerCase());
}

function bannedIn(words: readonly string[], where: string): string[] {
  return words
    .filter((word) => banned.has(word))
    .map((word) => `${where} uses the word "${word}", which says nothing`);
}
