import { readFileSync } from "node:fs";
import { join } from "node:path";

import { beforeAll, describe, expect, test } from "vitest";

import { plantTree, removeTree, repository } from "../support/planted-tree.ts";
import { runTool } from "../support/run-tool.ts";

/** For each compiler option that forbids something, a file that breaks it and the error that tells. */
const planted: readonly (readonly [option: string, code: string, source: string])[] = [
  ["strict", "TS2322", "export const a: string = null;\n"],
  ["erasableSyntaxOnly", "TS1294", "export enum A {\n  B,\n}\n"],
  ["verbatimModuleSyntax", "TS1484", 'import { PathLike } from "node:fs";\nexport type A = PathLike;\n'],
  ["isolatedDeclarations", "TS9010", "export const a = Math.max(1, 2);\n"],
  ["exactOptionalPropertyTypes", "TS2375", "export const a: { b?: number } = { b: undefined };\n"],
  ["noUncheckedIndexedAccess", "TS2322", "const a: number[] = [];\nexport const b: number = a[0];\n"],
  [
    "noPropertyAccessFromIndexSignature",
    "TS4111",
    "const a: Record<string, number> = {};\nexport const b: number | undefined = a.c;\n",
  ],
  [
    "noImplicitOverride",
    "TS4114",
    "class A {\n  b(): void {}\n}\nexport class C extends A {\n  b(): void {}\n}\n",
  ],
  [
    "noFallthroughCasesInSwitch",
    "TS7029",
    "export function f(a: number): number {\n  let b = 0;\n  switch (a) {\n    case 1:\n      b = 1;\n    case 2:\n      b = 2;\n  }\n  return b;\n}\n",
  ],
];

/** Options that say how files are found and read; they forbid nothing by themselves. */
const descriptive = new Set(
  "target lib module moduleResolution noEmit allowImportingTsExtensions declaration skipLibCheck types".split(
    " ",
  ),
);

const reports = new Map<string, string>();

/** The compiler looks at declarations only when nothing else is wrong: those mistakes stand in a tree of their own. */
beforeAll(() => {
  const aboutDeclarations = (option: string): boolean => option === "isolatedDeclarations";
  for (const group of [
    planted.filter(([name]) => aboutDeclarations(name)),
    planted.filter(([name]) => !aboutDeclarations(name)),
  ]) {
    const report = compile(new Map(group.map(([option, , source]) => [`deploy/${option}.ts`, source])));
    for (const [option] of group) reports.set(option, report);
  }
});

describe("a planted mistake is found by the compiler", () => {
  test.each(planted)("%s (%s)", (option, code) => {
    expect(reports.get(option)).toMatch(new RegExp(`^deploy/${option}[.]ts.*${code}:`, "m"));
  });
});

test("every compiler option that is switched on has a planted mistake", () => {
  const { compilerOptions }: { readonly compilerOptions: Record<string, unknown> } = JSON.parse(
    readFileSync(join(repository, "tsconfig.json"), "utf8"),
  );
  const known = new Set([...descriptive, ...planted.map(([option]) => option)]);
  expect(Object.keys(compilerOptions).filter((option) => !known.has(option))).toEqual([]);
});

function compile(files: ReadonlyMap<string, string>): string {
  const root = plantTree(files, ["tsconfig.json", "package.json"]);
  try {
    return runTool("typescript/bin/tsc", ["-p", ".", "--pretty", "false"], root).stdout;
  } finally {
    removeTree(root);
  }
}
