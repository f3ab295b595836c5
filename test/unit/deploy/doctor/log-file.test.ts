import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkLogFile } from "../../../../deploy/doctor/index.ts";
import { folderWith } from "../../collectors/folder.ts";

test("the file of the log is tried, and neither it nor its folders are left behind", () => {
  const folder = folderWith({ "kept.log": "a line\n" });
  for (const name of ["made.log", "below/it/made.log", "kept.log"]) {
    const file = join(folder, name);
    expect(checkLogFile(file)).toEqual([
      { area: "own log", level: "ok", what: `${file} can be written to`, remedy: "" },
    ]);
  }
  expect(readdirSync(folder)).toEqual(["kept.log"]);
  expect(readFileSync(join(folder, "kept.log"), "utf8")).toBe("a line\n");
  expect(checkLogFile("")).toEqual([]);
});

test("one that cannot be written is named as the start would, which refuses it", () => {
  const folder = folderWith({ taken: "", "a-folder/kept": "" });
  for (const [name, why] of [
    ["taken/up.log", `"${join(folder, "taken")}" is a file`],
    ["a-folder", "it is a folder"],
  ] as const) {
    const file = join(folder, name);
    const [finding] = checkLogFile(file);
    expect(finding).toMatchObject({ area: "own log", level: "bad" });
    expect(finding?.what).toBe(`the file of the log "${file}" cannot be written: ${why}`);
    expect(finding?.remedy).toContain("`log.file`");
  }
});
