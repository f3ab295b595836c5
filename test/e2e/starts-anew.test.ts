import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const scepscope = fileURLToPath(new URL("../../deploy/cli/scepscope.mjs", import.meta.url));

/** Each start tells its number, its arenas, from which size a buffer goes back at once, and its flag. */
const watch = `data:text/javascript,${encodeURIComponent(`
  const flags = process.execArgv.filter((flag) => flag.startsWith("--max-semi-space-size"));
  const { MALLOC_ARENA_MAX: arenas, MALLOC_MMAP_THRESHOLD_: buffer } = process.env;
  const buffers = buffer === undefined ? [] : [buffer];
  process.stderr.write(["start", process.pid, arenas, ...buffers, ...flags].join(" ") + "\\n");
`)}`;

function startsOf(words: readonly string[], env: Readonly<Record<string, string>> = {}): readonly string[] {
  const { pid, status, stderr } = spawnSync(process.execPath, ["--import", watch, scepscope, ...words], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"], HOME: "/nowhere", ...env },
  });
  expect(status).toBe(words.includes("--help") ? 0 : 2);
  const starts = stderr.split("\n").filter((line) => line.startsWith("start "));
  return starts.map((line) => line.replace(`start ${pid} `, "start of one number "));
}

const first = "start of one number ";

describe.runIf(process.platform === "linux")("on Linux what stays on starts anew in its own place", () => {
  test.each([
    ["up", `${first}1`],
    ["process", `${first}1`],
    ["serve", `${first}1`],
    ["collect", `${first}1 65536 --max-semi-space-size=1`],
  ])("%s, once, with one arena", (name, second) => {
    expect(startsOf([name, "--config", "/nowhere/there"])).toEqual([first, second]);
  });

  test("not where the arenas are named already, nor to show help, nor for what ends by itself", () => {
    expect(startsOf(["up", "--config", "/nowhere/there"], { MALLOC_ARENA_MAX: "4" })).toEqual([`${first}4`]);
    expect(startsOf(["up", "--help"])).toEqual([first]);
    expect(startsOf(["config", "check", "--config", "/nowhere/there"])).toEqual([first]);
  });
});
