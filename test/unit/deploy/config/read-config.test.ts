import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, expect, test } from "vitest";
import { isCliError } from "../../../../deploy/errors/cli-error.ts";
import { parseConfig, readConfig } from "../../../../deploy/config/index.ts";

const folder = mkdtempSync(join(tmpdir(), "scepscope-config-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function complaint(text: string): string {
  try {
    parseConfig(text, "c.yaml");
  } catch (error) {
    if (isCliError(error)) return `${error.code} ${error.message} | ${error.remedy}`;
    throw error;
  }
  return "";
}

test.each([
  [
    "a misspelt limit",
    "collector:\n  slicBytesMax: 9\n",
    /c\.yaml:2:3: "slicBytesMax" .* of collector \| write sliceBytesMax/,
  ],
  ["a setting in the wrong place", "port: 9\n", /:1:1: .* \| it stands under listen\.port/],
  [
    "a setting of a list",
    "places:\n  - path: a\n    hosts: b\n",
    /:3:5: "hosts" is no setting of places\[0\] \| write host/,
  ],
  ["nothing near", "xyzzy: 1\n", /"xyzzy" is no setting \| remove it; there are dataFolder, listen/],
  ["a key of every object", "__proto__:\n  a: 1\n", /:1:1: "__proto__" is no setting/],
  [
    "a number out of its limits",
    "listen:\n  port: 70000\n",
    /:2:9: listen\.port is 70000 \| write a whole number from 0 to 65535/,
  ],
  ...["''", "http://127.0.0.1", "'[::1'", "0.0.0.0:80"].map((host): [string, string, RegExp] => [
    `the address ${host}`,
    `listen: { host: ${host} }\n`,
    /listen\.host is .* \| write a name or an address, such as 127\.0\.0\.1/,
  ]),
  ["half a number", "listen: { port: 1.5 }\n", /:1:17: listen\.port is 1\.5 \| write a whole number/],
  ["text for a number", "bus:\n  bytesMax: 64 MiB\n", /bus\.bytesMax is "64 MiB" \| write a whole number/],
  [
    "an unknown word",
    "log:\n  level: verbose\n",
    /log\.level is "verbose" \| write one of debug, info, warn, error/,
  ],
  ["a list for a section", "listen: [1]\n", /listen is a list of 1 \| write settings/],
  [
    "a place without its path",
    "places:\n  - host: a\n",
    /:2:5: places\[0\]\.path is missing \| write text .*: A folder with logs/,
  ],
  [
    "a zone that is none",
    "zones:\n  - { host: a, zone: Mars }\n",
    /zones\[0\]\.zone is "Mars" \| write a zone such as/,
  ],
  [
    "a second zone of one host",
    "zones:\n  - { host: NDES01, zone: Europe/Berlin }\n  - host: ndes01.contoso.test\n    zone: +02:00\n",
    /:4:11: zones\[1\]\.zone is "\+02:00" \| write one zone for each host: zones\[0\] names Europe\/Berlin for ndes01/,
  ],
  [
    "control characters",
    'dataFolder: "a\\e[31m"\n',
    /dataFolder is "a\\u001b\[31m" \| write text without control/,
  ],
  ["a list as the whole", "- 1\n", /the file is a list of 1 \| write settings/],
])("%s is refused at its place, with what to write", (_name, text, expected) => {
  expect(complaint(text)).toMatch(/^config\.invalid /);
  expect(complaint(text)).toMatch(expected);
});

test.each([
  ["a bracket that is not closed", "a: [1\n"],
  ["a name that comes twice", "log:\n  level: info\n  level: warn\n"],
  ["a reference", "bus: &a {}\nstore: *a\n"],
  ["a tag of another program", "bus: !!js/function x\n"],
])("%s is refused as YAML", (_name, text) => {
  expect(complaint(text)).toMatch(/^config\.(?:syntax|invalid) c\.yaml:\d+:\d+: /);
});

test("what is no YAML is told with each place, and what to do once", () => {
  const said = complaint("a: [1\n}\nb: {\n");
  expect(said).toMatch(/^config\.syntax c\.yaml has \d mistakes\n {2}c\.yaml:\d+:\d+: /);
  expect(said.match(/two spaces deeper/g)).toHaveLength(1);
  expect(said).toMatch(/ \| write `name: value`/);
});

test("a host may be named twice with one zone, and addresses are hosts each", () => {
  const text =
    "zones:\n  - { host: a, zone: UTC }\n  - { host: A.contoso.test, zone: UTC }\n  - { host: 10.0.0.1, zone: UTC }\n  - { host: 10.0.0.2, zone: +01:00 }\n";
  expect(complaint(text)).toBe("");
});

test("a secret in the file is refused, and not repeated", () => {
  const said = complaint("auth:\n  token: hunter2hunter2hunter2\n");
  expect(said).toContain("secrets never stand in this file");
  expect(said).not.toContain("hunter2");
});

test("all mistakes are told at once, in the order of the lines", () => {
  const said = complaint("log:\n  level: loud\nxyzzy: 1\nlisten:\n  port: x\n");
  expect(said).toContain("3 mistakes");
  expect([...said.matchAll(/c\.yaml:(\d+)/g)].map(([, line]) => line)).toEqual(["2", "3", "5"]);
});

test("an empty file, a comment and a name without a value mean the usual", () => {
  const usual = parseConfig("", "c");
  expect(parseConfig("# nothing\n", "c")).toEqual(usual);
  expect(parseConfig("collector:\nlisten:\n  port:\n", "c")).toEqual(usual);
  expect(usual.listen).toEqual({ host: "127.0.0.1", port: 8643 });
  expect(usual.live.allowanceMs["iis-w3c"]).toBe(90_000);
  expect(usual.live.allowanceMs.evtx).toBe(60_000);
  expect(usual.live.allowanceMs.cmtrace).toBe(5000);
});

test("paths are relative to the file, hosts lose their case", () => {
  const file = join(folder, "a.yaml");
  writeFileSync(
    file,
    "dataFolder: state\nplaces:\n  - { path: logs, host: NDES01 }\nauth: { tokenFile: t }\n",
  );
  const config = readConfig(file, {});
  expect(config.dataFolder).toBe(join(folder, "state"));
  expect(config.auth.tokenFile).toBe(join(folder, "t"));
  expect(config.places[0]).toMatchObject({ path: join(folder, "logs"), host: "ndes01" });
});

test("without a file the environment names it, and without that everything is as usual", () => {
  const file = join(folder, "b.yaml");
  writeFileSync(file, "listen: { port: 1 }\n");
  expect(readConfig(null, { SCEPSCOPE_CONFIG: file }).listen.port).toBe(1);
  expect(readConfig(null, { SCEPSCOPE_CONFIG: "", HOME: "/h" }).listen.port).toBe(8643);
});

test.each([
  ["missing.yaml", "config.missing"],
  [".", "config.unreadable"],
])("%s is no configuration: %s", (name, code) => {
  expect(() => readConfig(join(folder, name), {})).toThrow(expect.objectContaining({ code }));
});

test("a log that was named by mistake is not read", () => {
  const file = join(folder, "huge.log");
  writeFileSync(file, Buffer.alloc(2 ** 20 + 1, "a"));
  expect(() => readConfig(file, {})).toThrow("more than 1048576");
});
