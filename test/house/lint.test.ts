import { readFileSync } from "node:fs";
import { join, relative } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { plantTree, removeTree, repository } from "../support/planted-tree.ts";
import { runTool } from "../support/run-tool.ts";
import { isSource, repositoryTree } from "./tidy/tree.ts";

/** For each lint rule a file that breaks it, and nothing that a reader would mistake for an example. */
const planted: readonly (readonly [rule: string, path: string, source: string])[] = [
  ["max-lines", "deploy/max-lines.ts", "export const a: number = 1;\n".repeat(1) + lines(201)],
  [
    "max-lines-per-function",
    "deploy/long.ts",
    `export function long(): number[] {\n  const seen: number[] = [];\n${"  seen.push(1);\n".repeat(40)}  return seen;\n}\n`,
  ],
  [
    "max-params",
    "deploy/params.ts",
    "export const f = (a: number, b: number, c: number, d: number): number => a + b + c + d;\n",
  ],
  [
    "max-depth",
    "deploy/depth.ts",
    "export function f(a: number): number {\n  if (a > 1) { if (a > 2) { if (a > 3) { if (a > 4) { return 1; } } } }\n  return 0;\n}\n",
  ],
  [
    "complexity",
    "deploy/complexity.ts",
    `export function f(a: number): number {\n${Array.from({ length: 20 }, (_, i) => `  if (a === ${i}) return ${i + 1};`).join("\n")}\n  return 0;\n}\n`,
  ],
  ["no-console", "processors/console.ts", 'console.log("x");\nexport const a: number = 1;\n'],
  ["no-default-export", "deploy/default.ts", "const a: number = 1;\nexport default a;\n"],
  ["no-process-env", "processors/env.ts", 'export const a: string | undefined = process.env["A"];\n'],
  [
    "valid-expect",
    "test/expect.test.ts",
    'import { expect, test } from "vitest";\ntest("a", () => {\n  expect(1);\n});\n',
  ],
  [
    "consistent-type-assertions",
    "deploy/assertion.ts",
    "export const a = (b: unknown): string => b as string;\n",
  ],
  ["no-explicit-any", "deploy/any.ts", "export const a: any = 1;\n"],
  [
    "no-non-null-assertion",
    "deploy/non-null.ts",
    "export const a = (b: string | null): number => b!.length;\n",
  ],
  [
    "consistent-type-imports",
    "deploy/type-import.ts",
    'import { Stats } from "node:fs";\nexport type A = Stats;\n',
  ],
  [
    "no-floating-promises",
    "deploy/floating.ts",
    "const f = async (): Promise<number> => 1;\nexport function g(): void {\n  f();\n}\n",
  ],
  [
    "no-misused-promises",
    "deploy/misused.ts",
    "const f = async (): Promise<boolean> => true;\nexport const g = (): number => (f() ? 1 : 2);\n",
  ],
  [
    "switch-exhaustiveness-check",
    "deploy/switch.ts",
    'export function f(a: "x" | "y"): number {\n  switch (a) {\n    case "x":\n      return 1;\n  }\n  return 0;\n}\n',
  ],
  ["only-throw-error", "deploy/throw.ts", 'export function f(): never {\n  throw "a word";\n}\n'],
  ...pureFolders().flatMap((folder) => impurities(folder)),
];

const configured: {
  readonly rules: Record<string, unknown>;
  readonly overrides: readonly { readonly rules: Record<string, unknown> }[];
} = JSON.parse(readFileSync(join(repository, ".oxlintrc.json"), "utf8").replace(/^ *\/\/.*$/gm, ""));

let root = "";
const found = new Map<string, string[]>();

beforeAll(() => {
  root = plantTree(new Map(planted.map(([, path, source]) => [path, source])), [
    ".oxlintrc.json",
    "tsconfig.json",
    "package.json",
  ]);
  const { stdout } = runTool("oxlint/bin/oxlint", ["--type-aware", "--format=json", "."], root);
  const report: { readonly diagnostics: readonly { readonly code: string; readonly filename: string }[] } =
    JSON.parse(stdout);
  for (const { code, filename } of report.diagnostics) {
    found.set(filename, [...(found.get(filename) ?? []), code.replace(/^.*\(|\)$/g, "")]);
  }
});
afterAll(() => removeTree(root));

describe("a planted violation is found by its rule", () => {
  test.each(planted)("%s in %s", (rule, path) => {
    expect(found.get(path) ?? []).toContain(rule);
  });
});

test("every lint rule that is switched on has a planted violation", () => {
  const on = [configured, ...configured.overrides].flatMap(({ rules }) =>
    Object.entries(rules)
      .filter(([, level]) => level !== "off")
      .map(([name]) => name.replace(/^.*\//, "")),
  );
  expect([...new Set(on)].filter((name) => !planted.some(([rule]) => rule === name))).toEqual([]);
});

test("the lint check looks at every source file, not at none", () => {
  const { stdout } = runTool("oxlint/bin/oxlint", ["--format=json", "."], repository);
  const report: { readonly number_of_files: number } = JSON.parse(stdout);
  expect(report.number_of_files).toBeGreaterThanOrEqual(sourceFiles().length);
});

test("the compiler looks at every source file, not at none", () => {
  const { stdout } = runTool("typescript/bin/tsc", ["-p", ".", "--listFilesOnly"], repository);
  const seen = new Set(stdout.split("\n").map((path) => relative(repository, path).replaceAll("\\", "/")));
  expect(sourceFiles().filter((path) => path.endsWith(".ts") && !seen.has(path))).toEqual([]);
});

function sourceFiles(): string[] {
  return [...repositoryTree().keys()].filter(isSource);
}

function pureFolders(): string[] {
  return [
    "collectors/contract",
    ...["contract", "records", "observations", "requests", "causes"].map((name) => `processors/${name}`),
  ];
}

function impurities(folder: string): [string, string, string][] {
  return [
    ["no-restricted-globals", `${folder}/clock.ts`, "export const a = (): number => Date.now();\n"],
    [
      "no-restricted-globals",
      `${folder}/timer.ts`,
      "export const a = (f: () => void): unknown => setTimeout(f, 1);\n",
    ],
    ["no-restricted-properties", `${folder}/random.ts`, "export const a = (): number => Math.random();\n"],
    [
      "no-restricted-imports",
      `${folder}/uuid.ts`,
      'import { randomUUID } from "node:crypto";\nexport const a = (): string => randomUUID();\n',
    ],
  ];
}

function lines(count: number): string {
  return Array.from({ length: count }, (_, i) => `export const a${i}: number = ${i};\n`).join("");
}
