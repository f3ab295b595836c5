import { describe, expect, test } from "vitest";
import { loadedBy } from "../support/loaded-by.ts";

/** What is loaded is paid for: by each host in memory, by each call of the command in time. */
describe("collect", () => {
  const { packages, steps } = loadedBy("deploy/cli/collect-command.ts");

  test("loads, of the processors, what puts a piece of log in order and names its server, and no later step", () => {
    expect(steps.filter((step) => !step.startsWith("collectors/"))).toEqual([
      "processors/beginnings",
      "processors/contract",
      "processors/observations",
      "processors/records",
      "processors/wording",
    ]);
  });

  test("loads no store, no server and no metrics", () => {
    expect(packages).toContain("kafkajs");
    expect(packages.filter((name) => /^(?:ioredis|hono|@hono\/|prom-client|pkijs)/.test(name))).toEqual([]);
  });
});

describe("OpenTelemetry", () => {
  test.each([
    ["analyze", "deploy/cli/analyze-command.ts", []],
    ["up, where no traces are configured,", "deploy/cli/up-command.ts", ["@opentelemetry/api"]],
  ])("%s loads no SDK of it", (_name, path, expected) => {
    const { packages, steps } = loadedBy(path);
    expect(steps).toContain("processors/requests");
    expect(packages.filter((name) => name.startsWith("@opentelemetry/"))).toEqual(expected);
  });
});
