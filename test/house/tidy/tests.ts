import type { TidyCheck } from "./tree.ts";
import { isPath } from "./tree.ts";

/** A test that the runner does not find passes for ever. */
export const testsAreFound: TidyCheck = (tree) =>
  [...tree]
    .filter(
      ([path, text]) =>
        /import \{[^}]*\btest\b[^}]*\} from "vitest"/.test(text) && !/^test\/.+[.]test[.]ts$/.test(path),
    )
    .map(([path]) => `${path} declares tests, but does not match test/**/*.test.ts`)
    .concat(
      [...tree.keys()].filter((path) => /[.]spec[.]/.test(path)).map((path) => `${path}: name it .test.ts`),
    );

/** A test that is left out is a promise that nobody keeps. */
export const testsAreRun: TidyCheck = (tree) =>
  [...tree]
    .filter(([path]) => path.endsWith(".test.ts") && !path.startsWith("test/house/"))
    .flatMap(([path, text]) =>
      [...text.matchAll(/\b(?:test|it|describe)[.](?:only|skip|todo|fails)\b/g)].map(
        ([word]) => `${path} says ${word}`,
      ),
    );

/** A test that asserts nothing passes whatever happens. What a test leaves to a function of its own counts when the file asserts at all. */
export const testsAssert: TidyCheck = (tree) =>
  [...tree]
    .filter(([path]) => path.endsWith(".test.ts") && path !== "test/house/tidy.test.ts")
    .flatMap(([path, text]) => [
      ...(/\b(?:expect|assert)\b/.test(text.replace(/^import [^;]*;/gm, ""))
        ? []
        : [`${path} asserts nothing`]),
      ...[...text.matchAll(/\b(?:test|it)\((["'`])([^\n]{0,200})\1, (?:async )?\(\) => \{\s*\}\)/g)].map(
        ([, , name]) => `${path}: "${name}" is empty`,
      ),
    ]);

/** test/unit mirrors the tree, and what test/ itself builds: the tests of a folder are found under its name. */
export const unitTestsMirrorTheTree: TidyCheck = (tree) =>
  [...tree.keys()]
    .filter((path) => path.startsWith("test/unit/") && path.endsWith(".test.ts"))
    .filter((path) => {
      const subject = path.slice("test/unit/".length, path.lastIndexOf("/"));
      return !isPath(tree, subject) && !isPath(tree, `test/${subject}`);
    })
    .map((path) => `${path} mirrors a folder that does not exist`);
