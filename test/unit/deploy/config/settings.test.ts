import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { usualStateFolder } from "../../../../deploy/config/state-folder.ts";
import {
  configSchema,
  configToMarkdown,
  parseConfig,
  printConfig,
  reloadable,
} from "../../../../deploy/config/index.ts";
import { settings } from "../../../../deploy/config/settings.ts";

const leaves = settings.filter(({ isSection }) => !isSection);

test.each(settings.map((setting) => [setting.path, setting] as const))(
  "%s has a sentence, and a limit where it is a number or a list",
  (_path, { says, takes }) => {
    expect(says).toMatch(/^[A-Z`].*[.]$/s);
    expect(takes).not.toMatch(/undefined|9007199254740991/);
  },
);

test("every number says its unit last, or counts things", () => {
  const numbers = leaves.filter(({ takes }) => takes.startsWith("a whole number"));
  const unclear = numbers.filter(
    ({ path }) =>
      !/(?:Ms|Bytes|Days|Percent)(?:Max)?$|Max$|Partitions$|^live[.]allowanceMs[.]|[.]port$|bytesMax$/.test(
        path,
      ),
  );
  expect(unclear.map(({ path }) => path)).toEqual([]);
  expect(numbers.length).toBeGreaterThan(20);
});

test("the JSON Schema takes what we take and refuses what we refuse", () => {
  const validate = new Ajv2020({ strict: false }).compile(configSchema());
  expect(validate({})).toBe(true);
  expect(validate({ places: [{ path: "a" }], log: { level: "warn" } })).toBe(true);
  for (const wrong of [{ prot: 1 }, { listen: { port: 1e6 } }, { places: [{}] }])
    expect(validate(wrong)).toBe(false);
});

test("what is printed reads back as the same, and shows no secret", () => {
  const config = parseConfig("places: [{ path: a, exclude: ['**/b'] }]\nlisten: { port: 5 }\n", "c");
  const text = printConfig(config, { token: "hunter2hunter2hunter2", pseudonymKey: null });
  expect(parseConfig(text, "printed")).toEqual(config);
  expect(text).not.toContain("hunter2");
  expect(text).toContain("token: set");
});

test("the page names every setting", () => {
  const page = configToMarkdown();
  for (const { path } of settings) expect(page).toContain(`\`${path}\``);
});

test("a reload takes what is safe and names what is not", () => {
  const before = parseConfig("", "c");
  const after = parseConfig(
    "log: { level: debug }\nlisten: { port: 1 }\nplaces: [{ path: a }]\nstore: { ageDaysMax: 1 }",
    "c",
  );
  expect(reloadable(before, after)).toEqual({
    safe: ["store.ageDaysMax", "log.level"],
    unsafe: ["listen.port", "places"],
  });
  expect(reloadable(after, after)).toEqual({ safe: [], unsafe: [] });
});

test.each([
  ["win32", { ProgramData: "D:\\Pd" }, "D:\\Pd\\scepscope"],
  ["win32", {}, "C:\\ProgramData\\scepscope"],
  ["linux", { STATE_DIRECTORY: "/var/lib/scepscope:/x", HOME: "/h" }, "/var/lib/scepscope"],
  ["linux", { XDG_STATE_HOME: "/s" }, "/s/scepscope"],
  ["darwin", { HOME: "/h" }, "/h/.local/state/scepscope"],
])("the usual data folder on %s with %j is %s", (platform, env, expected) => {
  expect(usualStateFolder(platform, env)).toBe(expected);
});
