import { spawnSync } from "node:child_process";

import { describe, expect, test } from "vitest";
import { createLog } from "../../../../deploy/runtime/log.ts";
import type { LogOptions, RootLog } from "../../../../deploy/runtime/log.ts";

interface Heard {
  readonly log: RootLog;
  readonly text: () => string;
  readonly lines: () => Record<string, unknown>[];
  readonly pass: (ms: number) => void;
}

function open(options: Partial<LogOptions> = {}): Heard {
  let text = "";
  let at = Date.UTC(2026, 10, 28, 9);
  const log = createLog({
    level: "info",
    format: "json",
    isColourful: false,
    write: (line) => (text += line),
    now: () => at,
    secrets: [],
    ...options,
  });
  return {
    log,
    text: () => text,
    lines: () =>
      text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    pass: (ms) => (at += ms),
  };
}

test("a line is an object with time, level, part, fields and message, written before the call returns", () => {
  const { log, lines } = open();
  log.child("collector").child("files").warn("a share hangs", { path: "x" });
  expect(lines()).toEqual([
    {
      level: "warn",
      time: "2026-11-28T09:00:00.000Z",
      part: "collector.files",
      path: "x",
      message: "a share hangs",
    },
  ]);
});

test("a remedy names our commands as whoever reads it has to type them", () => {
  const asCalled = (remedy: string): string => remedy.replace("scepscope", "npx scepscope");
  const { log, lines } = open({ asCalled });
  log
    .child("kafka")
    .error("Kafka does not answer", { detail: "scepscope", remedy: "`scepscope doctor collect`" });
  log.info("started", { remedy: 1 });
  expect(lines()).toMatchObject([
    { detail: "scepscope", remedy: "`npx scepscope doctor collect`" },
    { remedy: 1 },
  ]);
});

test("levels hold for children too, and can change", () => {
  const { log, lines } = open();
  const child = log.child("a");
  child.debug("one");
  log.setLevel("debug");
  child.debug("two");
  log.setLevel("error");
  child.warn("three");
  log.error("four");
  expect(lines().map(({ message }) => message)).toEqual(["two", "four"]);
});

test.each(["json", "text"] as const)("hostile text is one harmless line as %s", (format) => {
  const { log, text } = open({ format });
  const hostile = "\u001b]0;x\u0007\r\n[09:00:00.000] ERROR: forged\u009b31m\u202Etxt";
  log.info(hostile, { path: hostile, [hostile]: 1, deep: { list: [hostile] } });
  expect(text().split("\n")).toHaveLength(2);
  expect(text()).not.toMatch(/[\0-\x08\x0B-\x1F\x7F-\x9F\u202E]/);
  expect(text()).toContain("forged");
});

test.each(["json", "text"] as const)(
  "secrets are not in a line, by their name or as themselves (%s)",
  (format) => {
    const { log, text } = open({ format, secrets: ["hunter2hunter2"] });
    log.error("GET /?t=hunter2hunter2", {
      token: "s3cret",
      headers: { authorization: "s3cret", Cookie: "s3cret" },
      challengePassword: "s3cret",
      error: new Error("bad token hunter2hunter2"),
    });
    expect(text()).not.toMatch(/s3cret|hunter2/);
    expect(text()).toContain("[secret]");
  },
);

test("a field cannot pass for the level, the time or the message", () => {
  const { log, lines } = open();
  log.info("true", { level: "error", time: 0, message: "false", part: "x" });
  expect(lines()[0]).toMatchObject({ level: "info", message: "true", level_: "error", message_: "false" });
});

test("values without a form in JSON, endless ones and huge ones are written all the same", () => {
  const { log, lines } = open();
  const endless: Record<string, unknown> = { big: 10n, not: Number.NaN, run: () => 1, gone: undefined };
  endless["self"] = endless;
  log.info("odd", { endless, long: "x".repeat(100_000), many: Array.from({ length: 1000 }, () => 1) });
  expect(JSON.stringify(lines()[0]).length).toBeLessThan(5000);
  expect(lines()[0]).toMatchObject({ endless: { big: "10", not: "NaN" } });
});

test("an error has message, code, trace and causes; for people its steps stand below the line", () => {
  const error = Object.assign(new Error("disk full", { cause: new TypeError("why") }), { code: "ENOSPC" });
  const { log, lines } = open();
  log.error("could not write", { error });
  expect(lines()[0]).toMatchObject({ error: { text: "disk full", code: "ENOSPC", cause: { text: "why" } } });
  const people = open({ format: "text" });
  people.log.error("could not write", { error });
  expect(people.text()).toMatch(
    /^\[\d\d:\d\d:\d\d\.\d{3}\] ERROR: could not write \{.*disk full.*\}\n {4}at /,
  );
});

test("colours are there for a terminal and nowhere else", () => {
  const [plain, colourful] = [open({ format: "text" }), open({ format: "text", isColourful: true })];
  for (const { log } of [plain, colourful]) log.child("api").info("up");
  expect(plain.text()).toMatch(/INFO: api: up\n$/);
  expect(plain.text()).not.toContain("\u001b");
  expect(colourful.text()).toContain("\u001b[32m");
});

test("a process that ends at once has lost no line", () => {
  const program = `
    import { createLog, standardErrorWriter } from ${JSON.stringify(new URL("../../../../deploy/runtime/log.ts", import.meta.url).href)};
    const write = standardErrorWriter();
    const log = createLog({ level: "info", format: "json", isColourful: false, write, now: () => 0, secrets: [] });
    for (let i = 0; i < 5000; i += 1) log.info("line " + i, { filler: "x".repeat(100) });
    process.exit(3);`;
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
    encoding: "utf8",
    maxBuffer: 64 << 20,
  });
  expect([status, stderr.trimEnd().split("\n").length]).toEqual([3, 5000]);
  expect(stderr).toMatch(/"message":"line 4999"\}\n$/);
});

describe("a message that repeats", () => {
  test("is written once in ten seconds, then how often it was held back", () => {
    const { log, lines, pass } = open();
    for (let i = 0; i < 1000; i += 1) log.warn("slow", { i });
    pass(9999);
    log.warn("slow");
    pass(1);
    log.warn("slow", { i: -1 });
    expect(lines().map(({ message, i }) => [message, i])).toEqual([
      ["slow", 0],
      ["1000 more: slow", undefined],
      ["slow", -1],
    ]);
  });

  test("is counted apart from others, other parts and levels", () => {
    const { log, lines } = open();
    for (const part of ["a", "b", "a"]) log.child(part).warn("slow");
    log.error("slow");
    expect(lines()).toHaveLength(3);
  });

  test("about other partitions is none: of two rebalances at once the later one tells what is read now", () => {
    const { log, lines } = open();
    const sets = [["p0", "p1"], ["p0"], ["p0"]];
    for (const partitions of sets) log.info("the group was made anew", { partitions });
    expect(lines().map(({ partitions }) => partitions)).toEqual([["p0", "p1"], ["p0"]]);
    log.close();
    expect(lines().at(-1)).toMatchObject({ message: "1 more: the group was made anew", partitions: ["p0"] });
  });

  test("about another partition or another finding is none, and what was held back says of which", () => {
    const { log, lines } = open();
    for (const partition of ["p0", "p1", "p1"])
      log.info("took up a partition", { partition, state: partition });
    for (const about of ["partitions", "cleanup.policy"]) log.warn("not as it should be", { about });
    log.close();
    expect(
      lines().map(({ message, partition, about, state }) => [message, partition ?? about, state]),
    ).toEqual([
      ["took up a partition", "p0", "p0"],
      ["took up a partition", "p1", "p1"],
      ["not as it should be", "partitions", undefined],
      ["not as it should be", "cleanup.policy", undefined],
      ["1 more: took up a partition", "p1", undefined],
    ]);
  });

  test("is not forgotten at the end", () => {
    const { log, lines } = open();
    log.info("x");
    log.info("x");
    log.close();
    expect(lines().map(({ message }) => message)).toEqual(["x", "1 more: x"]);
  });

  test("is not held back for ever by a clock that is set back", () => {
    const { log, lines, pass } = open();
    log.info("x");
    pass(-3_600_000);
    log.info("x");
    expect(lines()).toHaveLength(2);
  });

  test("costs bounded memory, however many there are, and no count is lost", () => {
    const { log, lines } = open();
    for (let round = 0; round < 2; round += 1) {
      for (let i = 0; i < 2000; i += 1) log.info(`m${i}`);
    }
    log.info("m1999");
    log.close();
    expect(lines().filter(({ message }) => /^m\d/.test(String(message)))).toHaveLength(4000);
    expect(lines().at(-1)).toMatchObject({ message: "1 more: m1999" });
  });
});
