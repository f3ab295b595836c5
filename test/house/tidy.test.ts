import { describe, expect, test } from "vitest";

import { staleFiles } from "../../deploy/dev/generated-files.ts";
import { runTool } from "../support/run-tool.ts";
import { repository } from "../support/planted-tree.ts";
import { errorsAreDocumented, namedPathsExist } from "./tidy/documents.ts";
import { metricsAreInTheCatalogue } from "./tidy/metrics.ts";
import { filesAreKebabCase, namesSaySomething } from "./tidy/names.ts";
import { sizesOnlyShrink } from "./tidy/ratchet.ts";
import { settingsAreRead } from "./tidy/settings.ts";
import { testsAreFound, testsAreRun, testsAssert, unitTestsMirrorTheTree } from "./tidy/tests.ts";
import { exceptionsHaveReasons, noTracesOfAMachine } from "./tidy/traces.ts";
import { repositoryTree } from "./tidy/tree.ts";
import type { TidyCheck } from "./tidy/tree.ts";
import { utf16IsDecodedInOnePlace } from "./tidy/utf16.ts";

/** For each check a small tree in which it must find exactly what is named, and nothing in the good half. */
const checks: readonly (readonly [
  promise: string,
  check: TidyCheck,
  bad: Record<string, string>,
  found: readonly RegExp[],
])[] = [
  [
    "every test is found by the runner",
    testsAreFound,
    {
      "test/unit/a.ts": 'import { test } from "vitest";',
      "deploy/b.test.ts": 'import { expect, test } from "vitest";',
      "test/unit/c.spec.ts": "",
      "test/unit/good.test.ts": 'import { test } from "vitest";',
    },
    [/^test\/unit\/a[.]ts/, /^deploy\/b[.]test[.]ts/, /c[.]spec[.]ts/],
  ],
  [
    "no test is left out",
    testsAreRun,
    {
      "test/unit/a.test.ts": "test.only(1); describe.skip(2); it.todo(3);",
      "test/unit/good.test.ts": "test.each([])(); // skip",
    },
    [/test[.]only/, /describe[.]skip/, /it[.]todo/],
  ],
  [
    "every test asserts something",
    testsAssert,
    {
      "test/unit/a.test.ts": 'import { expect, test } from "vitest";\ntest("a", () => { run(); });',
      "test/unit/b.test.ts": 'test("kept", () => { expect(1).toBe(1); }); test("bare", () => {});',
      "test/unit/good.test.ts": 'test("a", () => { fc.assert(same); });',
    },
    [/a[.]test[.]ts asserts nothing/, /"bare" is empty/],
  ],
  [
    "unit tests stand where their subject stands",
    unitTestsMirrorTheTree,
    {
      "test/unit/processors/gone/a.test.ts": "",
      "test/unit/processors/records/b.test.ts": "",
      "processors/records/b.ts": "",
    },
    [/gone\/a[.]test[.]ts/],
  ],
  [
    "names say what a thing is",
    namesSaySomething,
    {
      "deploy/utils/a.ts": "",
      "deploy/b.ts": "const rowData = 1; function makeItem() {} interface Manager {} let oldState;",
      "deploy/good.ts": "const eventData = 1; const oldest = 2; // const data",
    },
    [/"utils"/, /rowData/, /makeItem/, /Manager/, /oldState/],
  ],
  [
    "source files are named in kebab-case",
    filesAreKebabCase,
    { "deploy/badName.ts": "", "deploy/good-name.test.ts": "", "README.md": "" },
    [/badName/],
  ],
  [
    "paths named in pages exist",
    namedPathsExist,
    {
      "deploy/docs/a.md":
        "see `processors/gone.ts` and [x](../lost.md), not `test/*.ts`, [web](https://example.test), [here](good.md) or `deploy/docs/`",
      "deploy/docs/good.md": "",
    },
    [/processors\/gone[.]ts/, /deploy\/lost[.]md/],
  ],
  [
    "every error has a remedy, every remedy an error",
    errorsAreDocumented,
    {
      "processors/contract/reject.ts": '  "a.known",\n  "b.unknown",\n  "c.helpless",\n',
      "deploy/errors/cli-error.ts": 'type CliErrorCode =\n  | "cli.silent";',
      "processors/contract/store-failures.ts":
        'type StoreTrouble =\n  | "store.silent" // why; it is\n  | "store.mute";\n  readonly code = "store.fenced";',
      "processors/api/listen-failed.ts": 'type ListenTrouble =\n  | "listen.silent"; // why',
      "deploy/docs/errors.md":
        "### `a.known`\n\n**What to do:** this.\n\n### `c.helpless`\n\nBad luck.\n\n### `d.gone`\n\n**What to do:** that.\n",
    },
    [
      /not explain b[.]unknown/,
      /not explain cli[.]silent/,
      /not explain store[.]silent/,
      /not explain store[.]mute/,
      /not explain listen[.]silent/,
      /not explain store[.]fenced/,
      /explains d[.]gone/,
      /c[.]helpless has no remedy/,
    ],
  ],
  [
    "every metric that somebody relies on is in the catalogue",
    metricsAreInTheCatalogue,
    {
      "processors/contract/metrics/request-metrics.ts":
        'name: "scep_known_total"\nname: "scep_known_seconds"',
      "deploy/docs/a.md": "`scep_lost_total`, `scep_known_seconds_bucket`, `scepscope_nodejs_version_info`",
      "alerts/rules/a.yaml": "expr: rate(scep_known_total[5m]) > scepscope_gone",
      "alerts/b.json": '"scep_lost_too"',
      "deploy/c.json": '"scep_of_something_else"',
      "good.md": "`scep_…`, `scepscope_process_…`",
    },
    [/a[.]md names the metric scep_lost_total/, /a[.]yaml .*scepscope_gone/, /b[.]json .*scep_lost_too/],
  ],
  [
    "every setting is read by somebody",
    settingsAreRead,
    {
      "deploy/config/config-shape.ts": "  .strictObject({\n    port: count({}),\n    lost: flag({}),\n  })",
      "deploy/config/sections/a.ts": '    gone: z.enum(["x"]).default("x"),\n    kept: text({}),',
      "deploy/config/config.ts": "lost",
      "deploy/up/a.ts": "const { port } = config.listen; // of kept",
    },
    [/config-shape[.]ts .* lost,/, /sections\/a[.]ts .* gone,/],
  ],
  [
    "no file remembers the machine it was written on",
    noTracesOfAMachine,
    {
      "a.md": ["see ", "work", "notes", "x"].join("/"),
      "b.json": '"resolved": "https://x"',
      "c.ts": 'import "../shared/a.ts"',
      "d.md": "/home/somebody/x",
      "e.md": "/Users/somebody/x",
      "f.md": "get it from https://npm.example.test/scepscope",
      "good.md": "framework/x, https://example.test/home, https://example.test/npm.html",
    },
    [/^a[.]md/, /^b[.]json/, /^c[.]ts/, /^d[.]md/, /^e[.]md/, /^f[.]md/],
  ],
  [
    "every exception from a rule gives its reason",
    exceptionsHaveReasons,
    {
      "a.ts": "// oxlint-disable-next-line complexity\n// @ts-ignore\n",
      "good.ts": "// oxlint-disable-next-line complexity -- one branch per column, once per row\n",
    },
    [/^a[.]ts:1/, /^a[.]ts:2/],
  ],
  [
    "UTF-16 is decoded in one place",
    utf16IsDecodedInOnePlace,
    {
      "collectors/contract/utf16.ts": 'bytes.toString("utf16le")',
      "collectors/a.ts": 'bytes.toString("utf16le", 3)',
      "processors/b.ts": "const encoding = 'UCS-2'",
      "deploy/good.ts": 'const encoding = "utf-16le"; utf16Text(bytes, encoding); // "utf8"',
      "test/unit/good.test.ts": 'Buffer.from(text, "utf16le")',
    },
    [/^collectors\/a[.]ts/, /^processors\/b[.]ts/],
  ],
  [
    "sizes only shrink",
    sizesOnlyShrink,
    {
      "test/house/ratchet.json": '{"lintExceptions": 0, "longestSourceLines": 99}',
      "deploy/a.ts": "// oxlint-disable x -- y\n",
      "test/b.ts": "\n",
    },
    [/lintExceptions has grown/, /longestSourceLines has shrunk/, /no limit for longestTestLines/],
  ],
  [
    "sizes only shrink, and the file that has grown is named",
    sizesOnlyShrink,
    {
      "test/house/ratchet.json": '{"lintExceptions": 0, "longestSourceLines": 1, "longestTestLines": 0}',
      "deploy/a.ts": "\n",
      "deploy/b.ts": "\n\n",
    },
    [/longestSourceLines has grown from 1 to 2 \(deploy\/b[.]ts\)/],
  ],
];

describe("a check of the house finds what is planted, and no more", () => {
  test.each(checks)("%s", (_promise, check, bad, expected) => {
    const found = check(new Map(Object.entries(bad)));
    for (const pattern of expected) expect(found.join("\n")).toMatch(new RegExp(pattern, "m"));
    expect(found).toHaveLength(expected.length);
  });
});

const tree = repositoryTree();

describe("in this repository", () => {
  test.each(checks)("%s", (_promise, check) => {
    expect(check(tree)).toEqual([]);
  });
});

test("what is printed from the code is found out of date when it differs or is missing", () => {
  const files = ["same", "changed", "missing"].map((path) => ({ path, text: "now" }));
  const stored = new Map([
    ["same", "now"],
    ["changed", "then"],
  ]);
  expect(staleFiles(files, (path) => stored.get(path) ?? null).map(({ path }) => path)).toEqual([
    "changed",
    "missing",
  ]);
});

test("npm run generate leaves no difference", () => {
  expect(runTool("../deploy/dev/generate.ts", ["--check"], repository)).toEqual({
    status: 0,
    stdout: "",
    stderr: "",
  });
});
