import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { logFileWriter } from "../../../../deploy/runtime/log-file.ts";

const box = mkdtempSync(join(tmpdir(), "scepscope-log-file-"));
afterAll(() => rmSync(box, { recursive: true, force: true }));

let count = 0;
function open({ bytesMax = 100, filesMax = 3, before = "" } = {}) {
  count += 1;
  const folder = join(box, String(count), "logs");
  const path = join(folder, "scepscope.log");
  if (before !== "") {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, before);
  }
  const losses: unknown[] = [];
  const write = logFileWriter({
    path,
    bytesMax,
    filesMax,
    afterLoss: (lost, error) => losses.push([lost, error instanceof Error && "code" in error && error.code]),
  });
  const files = () =>
    Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
  return { folder, path, write, losses, files };
}

const line = (name: string): string => `${name.repeat(39)}\n`;

test("a folder that is not there is made, and a line stands in the file when it was written", () => {
  const { path, write } = open();
  write("a\n");
  expect(readFileSync(path, "utf8")).toBe("a\n");
});

test("a file that is there goes on, behind a line end where its last line was cut off", () => {
  expect(
    ["whole\n", "torn"].map((before) => {
      const { path, write } = open({ before });
      write("more\n");
      return readFileSync(path, "utf8");
    }),
  ).toEqual(["whole\nmore\n", "torn\nmore\n"]);
});

test("beyond its size a file begins anew, no line is parted, and the oldest goes", () => {
  const { write, files } = open({ bytesMax: 100, filesMax: 3 });
  for (const name of ["a", "b", "c", "d", "e", "f", "g"]) write(line(name));
  expect(files()).toEqual({
    "scepscope.log": line("g"),
    "scepscope.log.1": line("e") + line("f"),
    "scepscope.log.2": line("c") + line("d"),
  });
});

test("the size of what was there before a start counts, and a line longer than a file has one of its own", () => {
  const { write, files } = open({ bytesMax: 100, before: line("a") + line("b") });
  write("x".repeat(200));
  write("y\n");
  expect(files()).toEqual({
    "scepscope.log": "y\n",
    "scepscope.log.1": "x".repeat(200),
    "scepscope.log.2": line("a") + line("b"),
  });
});

test("where a file cannot be renamed nothing is lost, and it is tried again when it has grown", () => {
  const { folder, path, write, files } = open({ bytesMax: 100, filesMax: 2 });
  const inTheWay = `${path}.1`;
  mkdirSync(join(inTheWay, "held"), { recursive: true });
  for (const name of ["a", "b", "c"]) write(line(name));
  expect(readFileSync(path, "utf8")).toBe(line("a") + line("b") + line("c"));
  rmSync(inTheWay, { recursive: true });
  write(line("d"));
  expect(existsSync(folder) && files()).toEqual({
    "scepscope.log": line("d"),
    "scepscope.log.1": line("a") + line("b") + line("c"),
  });
});

test("lines that cannot be written end nothing, and are counted behind the first that can", () => {
  const { folder, path, write, losses } = open({ bytesMax: 100, filesMax: 2 });
  for (const name of ["a", "b"]) write(line(name));
  rmSync(folder, { recursive: true });
  writeFileSync(folder, "in the way");
  for (const name of ["c", "d", "e"]) write(line(name));
  expect(losses).toEqual([]);
  rmSync(folder);
  mkdirSync(folder);
  write(line("f"));
  expect([readFileSync(path, "utf8"), losses]).toEqual([line("f"), [[3, "ENOTDIR"]]]);
});

test.each([
  ["below a file", join(box, "in-the-way", "scepscope.log"), /ENOTDIR|EEXIST/],
  ["where no folder can be made", "/proc/none/scepscope.log", /ENOENT|EACCES|EPERM/],
])("a file that cannot be made, %s, is told at the start", (_, path, reason) => {
  writeFileSync(join(box, "in-the-way"), "");
  expect(() => logFileWriter({ path, bytesMax: 100, filesMax: 2, afterLoss: () => undefined })).toThrow(
    reason,
  );
});
