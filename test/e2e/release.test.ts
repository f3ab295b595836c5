import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { openPromise } from "yauzl";
import { afterAll, beforeAll, expect, test } from "vitest";
import { repository } from "../support/planted-tree.ts";
import { simulatedFolder } from "../support/simulated-folder.ts";

const here = `${process.platform}-${process.arch}`;
const box = mkdtempSync(join(tmpdir(), "scepscope-release-test-"));
const out = join(box, "out");
let root = "";
afterAll(() => rmSync(box, { recursive: true, force: true }));

/** A machine with nothing on it but what each has: no Node, no npm, no variables. */
const bare = { PATH: "/usr/bin:/bin", HOME: box, TMPDIR: tmpdir() };

beforeAll(() => {
  const words = [
    "deploy/dev/run.mjs",
    "release",
    "--out",
    out,
    "--platform",
    here,
    "--platform",
    "win32-x64",
  ];
  const made = spawnSync(process.execPath, words, { cwd: repository, encoding: "utf8" });
  expect([made.status, made.stdout]).toEqual([0, ""]);
  expect(made.stderr).toMatch(/scepscope-[\d.]+-win32-x64\.zip  [\d.]+ MB  SHA-256 [0-9a-f]{64}\n/);
  const sums = readFileSync(join(out, "SHA256SUMS"), "utf8").trimEnd().split("\n");
  const sumOf = (name = "") =>
    createHash("sha256")
      .update(readFileSync(join(out, name)))
      .digest("hex");
  for (const line of sums) expect(line).toBe(`${sumOf(line.split("  ")[1])}  ${line.split("  ")[1]}`);
  expect(sums).toHaveLength(2);
  const archive = readdirSync(out).find((name) => name.endsWith(".tar.gz")) ?? "";
  expect(spawnSync("tar", ["-xzf", join(out, archive), "-C", box]).status).toBe(0);
  root = join(box, archive.replace(".tar.gz", ""));
}, 240_000);

test("an unpacked archive needs nothing of the machine, and is called from anywhere, also by a link", () => {
  const link = join(box, "scepscope");
  symlinkSync(join(root, "scepscope"), link);
  const bundle = simulatedFolder("example", 7);
  const { status, stdout, stderr } = spawnSync(link, ["analyze", bundle.logs], {
    cwd: "/",
    env: bare,
    encoding: "utf8",
  });
  bundle.remove();
  expect([status, stderr]).toEqual([1, ""]);
  expect(stdout).toMatch(/^✗ \d+ of \d+ certificate requests failed\n/);
});

test("the libraries that a fleet needs are there, and what only a developer needs is not", () => {
  const { status, stderr } = spawnSync(
    join(root, "scepscope"),
    ["doctor", "process", "--kafka", "127.0.0.1:9", "--redis", "127.0.0.1:9"],
    { env: bare, encoding: "utf8" },
  );
  expect([status, stderr]).toEqual([2, ""]);
  const paths = ["node_modules/vitest", "deploy/dev", "test/unit", "package-lock.json", ".npmrc"];
  expect(paths.filter((path) => existsSync(join(root, path)))).toEqual([]);
  expect(readFileSync(join(root, "REVISION"), "utf8")).toMatch(/^[0-9a-f]{40}\n$/);
});

test("that of Windows begins a Node and a program that are in it", async () => {
  const archive = readdirSync(out).find((name) => name.endsWith(".zip")) ?? "";
  const zip = await openPromise(join(out, archive), { lazyEntries: true, autoClose: false });
  const entries = new Map((await Array.fromAsync(zip.eachEntry())).map((entry) => [entry.fileName, entry]));
  const inFolder = (path: string) => entries.get(`${archive.replace(".zip", "")}/${path}`);
  const launcher = inFolder("scepscope.cmd");
  expect(launcher).toBeDefined();
  if (launcher === undefined) return;
  const started = (await text(await zip.openReadStreamPromise(launcher))).match(/(?<=%~dp0)[^"]+/g) ?? [];
  expect(started.map((path) => path.split("\\").at(-1))).toEqual(["node.exe", "scepscope.mjs"]);
  for (const path of started) expect(inFolder(path.replaceAll("\\", "/")), path).toBeDefined();
  expect(inFolder("node_modules/@node-rs/crc32-win32-x64-msvc/package.json")).toBeDefined();
  zip.close();
});
