import type { TidyCheck } from "./tree.ts";

const shapes = /^deploy\/config\/(?:config-shape|sections\/[a-z-]+)[.]ts$/;
const readers = /^deploy\/(?!config\/|dev\/|docs\/).*[.]ts$|^deploy\/config\/secrets[.]ts$/;

/** A setting that nobody reads is a promise that nobody keeps. Names are looked for, not meanings: a setting should have a name of its own. */
export const settingsAreRead: TidyCheck = (tree) => {
  const words = new Set(
    [...tree]
      .filter(([path]) => readers.test(path))
      .flatMap(([, text]) => text.match(/\b[a-zA-Z]\w*/g) ?? []),
  );
  return [...tree]
    .filter(([path]) => shapes.test(path))
    .flatMap(([path, text]) =>
      [...text.matchAll(/^ +(\w+): (?:text|count|flag|z[.]enum|hostName|zone|patterns|plainText)\(/gm)]
        .map(([, name]) => name ?? "")
        .filter((name) => !words.has(name))
        .map((name) => `${path} has the setting ${name}, which nobody reads`),
    );
};
