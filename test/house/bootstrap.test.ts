import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { plantTree, removeTree, repository } from "../support/planted-tree.ts";

/**
 * A fresh clone in small: our bootstrap, a lock file with one package, a script to run. In the place of npm stands a program
 * that installs that package and writes down that it was called; what a real npm does is seen by each run of CI.
 */
const npm = `
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
appendFileSync("calls.txt", process.argv.slice(2).join(" ") + "\\n");
if (process.env.NPM_SAYS) { process.stderr.write(process.env.NPM_SAYS); process.exit(1); }
mkdirSync("node_modules/left", { recursive: true });
writeFileSync("node_modules/left/package.json", "{}");
`;
const lock = (version: string): string =>
  JSON.stringify({ packages: { "": {}, "node_modules/left": { version } } });
const bootstrap = [
  "deploy/dev/run.mjs",
  "deploy/dev/install.mjs",
  "deploy/cli/pinned-node.mjs",
  "deploy/cli/run-through.mjs",
];

let root = "";

beforeEach(() => {
  const own = bootstrap.map((path) => [path, readFileSync(join(repository, path), "utf8")] as const);
  const files = new Map([
    ...own,
    [
      "deploy/dev/generate.ts",
      "const words: readonly string[] = process.argv.slice(2);\nconsole.log(words.join());\nprocess.exitCode = 7;\n",
    ],
    ["npm.mjs", npm],
    ["package-lock.json", lock("1.0.0")],
    ["package.json", '{ "type": "module" }'],
  ]);
  root = plantTree(files, []);
  unlinkSync(join(root, "node_modules"));
});
afterEach(() => removeTree(root));

test("the first run installs, says so, and then runs what was wanted with its arguments and exit code", () => {
  const { status, stdout, stderr } = run("generate", "a", "b");
  expect(stderr).toMatch(/nothing is installed yet[^]*installed in/);
  expect(stdout).toBe("a,b\n");
  expect(status).toBe(7);
  expect(calls()).toBe(1);
});

test("the second run installs nothing and says nothing", () => {
  run("generate");
  expect(run("generate").stderr).toBe("");
  expect(calls()).toBe(1);
});

test("another lock file is installed anew", () => {
  run("generate");
  writeFileSync(join(root, "package-lock.json"), lock("2.0.0"));
  expect(run("generate").stderr).toContain("does not match package-lock.json");
  expect(calls()).toBe(2);
});

test("what somebody installed with npm by hand is taken as it is", () => {
  run("generate");
  rmSync(join(root, "node_modules/.scepscope-installed"));
  writeFileSync(join(root, "node_modules/.package-lock.json"), lock("1.0.0"));
  expect(run("generate").stderr).toBe("");
});

test.each([
  ["npm error code ECONNREFUSED", /registry cannot be reached.*npm ping/],
  ["npm error code ENOSPC", /disk is full/],
  ["npm error code EACCES", /cannot be written/],
  ["npm error something unheard of", /read npm's words above/],
])("when npm says %s the user reads what to do, and the next run tries again", (words, remedy) => {
  const { status, stderr } = run("generate", { NPM_SAYS: words });
  expect(status).toBe(2);
  expect(stderr).toContain(words);
  expect(stderr).toMatch(remedy);
  expect(existsSync(join(root, "node_modules/.scepscope-installed"))).toBe(false);
});

test("without npm the user reads where it comes from", () => {
  const { status, stderr } = run("generate", { npm_execpath: undefined, PATH: join(root, "empty") });
  expect(status).toBe(2);
  expect(stderr).toMatch(/npm could not be started[^]*What to do: install npm/);
});

test("an unknown script is answered with the known ones", () => {
  const { status, stderr } = run("tset");
  expect(status).toBe(2);
  expect(stderr).toMatch(/"tset"[^]*start \| test \| check/);
});

test.each(["test", "check", "fix", "generate", "faults"])(
  "npm run %s -- --help tells what it does, and neither installs nor does it",
  (name) => {
    const { status, stdout, stderr } = run(name, "--help");
    expect(stdout).toMatch(new RegExp(`^npm (?:run )?${name} `));
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(existsSync(join(root, "calls.txt"))).toBe(false);
  },
);

test("the command itself says how to install what it misses", () => {
  const shim = join(root, "deploy/cli/scepscope.mjs");
  writeFileSync(shim, readFileSync(join(repository, "deploy/cli/scepscope.mjs")));
  chmodSync(shim, 0o755);
  const { status, stderr } = spawnSync(process.execPath, [shim], { encoding: "utf8" });
  expect(status).toBe(2);
  expect(stderr).toMatch(/dependencies are not installed[^]*npm ci/);
});

function run(...words: readonly (string | NodeJS.ProcessEnv)[]): {
  status: number | null;
  stdout: string;
  stderr: string;
} {
  const args = words.filter((word) => typeof word === "string");
  const env = words.find((word) => typeof word === "object") ?? {};
  return spawnSync(process.execPath, [join(root, "deploy/dev/run.mjs"), ...args], {
    encoding: "utf8",
    env: { ...process.env, npm_execpath: join(root, "npm.mjs"), npm_node_execpath: process.execPath, ...env },
  });
}

function calls(): number {
  return readFileSync(join(root, "calls.txt"), "utf8").trim().split("\n").length;
}
