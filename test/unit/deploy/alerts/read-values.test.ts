import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseValues, readValues } from "../../../../deploy/alerts/index.ts";

test.each([
  [
    "a key that nearly is one",
    "pageURL: https://a.test\n",
    /values:1:1: "pageURL" is no value: did you mean pageUrl\?/,
  ],
  ["a key that is none", "colour: red\n", /values:1:1: "colour" is no value: remove it/],
  [
    "an alert that nearly is one",
    "alerts:\n  ScepServerError: { share: 0.2 }\n",
    /values:2:3: "ScepServerError" is no value of alerts: did you mean ScepServerErrors\?/,
  ],
  [
    "a number that the alert does not read",
    "alerts:\n  ScepServerErrors: { factor: 3 }\n",
    /values:2:\d+: .*factor/,
  ],
  [
    "a time without a unit",
    "alerts:\n  ScepServerErrors: { for: 5 }\n",
    /values:2:\d+: alerts[.]ScepServerErrors[.]for/,
  ],
  ["a time in a unit that is none", "interval: 1 minute\n", /values:1:\d+: interval/],
  ["an interval of no time", "interval: 0s\n", /values:1:\d+: interval: .*from 1/],
  [
    "a window of no time",
    "alerts:\n  ScepServerErrors: { window: 0m }\n",
    /values:2:\d+: alerts[.]ScepServerErrors[.]window: .*from 1/,
  ],
  ["a time in two units", "interval: 1h30m\n", /values:1:\d+: interval/],
  [
    "a share in percent",
    "alerts:\n  ScepServerErrors: { share: 10 }\n",
    /values:2:\d+: alerts[.]ScepServerErrors[.]share/,
  ],
  [
    "a count with a unit",
    "alerts:\n  ScepServerErrors: { count: 5m }\n",
    /values:2:\d+: alerts[.]ScepServerErrors[.]count/,
  ],
  [
    "a severity that is none",
    "alerts:\n  ScepServerErrors: { severity: high }\n",
    /critical, warning or info/,
  ],
  ["a page that is no address", "pageUrl: here\n", /values:1:\d+: pageUrl/],
  ["a goal that cannot be missed", "goal: { successShare: 1 }\n", /values:1:\d+: .*goal|successShare/],
  ["no YAML", "alerts: [\n", /values:\d+:\d+: /],
])("%s is refused, with its place", (_, text, reason) => {
  expect(() => parseValues(text, "values")).toThrow(reason);
});

test("an alert may fire at once", () => {
  const { alerts } = parseValues("alerts:\n  ScepServerErrors: { for: 0m }\n", "values");
  expect(alerts.ScepServerErrors.for).toBe("0m");
});

test("each mistake of a file is named, not only the first", () => {
  const text = "colour: red\ninterval: soon\nalerts:\n  ScepServerErrors: { for: 5 }\n";
  expect(() => parseValues(text, "values")).toThrow(/3 mistakes[^]*colour[^]*/);
});

test("a file that cannot be read is an error that says so; one that says nothing changes nothing", () => {
  const folder = mkdtempSync(join(tmpdir(), "scepscope-values-"));
  try {
    const file = join(folder, "values.yaml");
    expect(() => readValues(file)).toThrow(/cannot be read: it does not exist/);
    writeFileSync(file, "");
    expect(readValues(file)).toEqual(readValues(null));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
