import { describe, expect, test } from "vitest";

import { simulate } from "../../simulation/index.ts";
import type { ScenarioName, Simulation } from "../../simulation/index.ts";

const rowsOf = (simulation: Simulation): string[] =>
  simulation.files
    .filter((file) => file.path.includes("/IIS/"))
    .flatMap((file) => file.bytes.toString().split("\r\n"));

describe("a scenario", () => {
  test.each<[ScenarioName, number, number]>([
    ["burst-50", 50, 400],
    ["burst-200", 200, 1600],
  ])("%s is a push of %i requests per second with POST through one proxy", (name, perSecond, count) => {
    const simulation = simulate(name, 1);
    const starts = simulation.truth.requests.map((request) => request.startedAt).toSorted((a, b) => a - b);
    expect(simulation.truth.requests).toHaveLength(count);
    expect(((starts.at(-1) ?? 0) - (starts[0] ?? 0)) / 1000).toBeLessThan((2 * count) / perSecond + 20);
    const operations = rowsOf(simulation).filter((row) => row.includes("PKIOperation"));
    expect(operations.filter((row) => !row.includes(" POST ") || !row.includes(" 10.20.0.30 "))).toEqual([]);
  });

  test("night has a header for each quiet quarter of an hour", () => {
    const headers = rowsOf(simulate("night", 1)).filter((row) => row.startsWith("#Fields"));
    expect(headers.length).toBeGreaterThan(5);
  });

  test("retries has attempts with the same transaction id", () => {
    const { requests } = simulate("retries", 1).truth;
    const second = requests.filter((request) => request.id.endsWith(".2"));
    expect(second.length).toBeGreaterThan(50);
    for (const attempt of second) {
      const first = requests.find((request) => request.id === attempt.id.slice(0, -2));
      expect(attempt.transactionId).toBe(first?.transactionId);
      expect(attempt.startedAt).toBeGreaterThan(first?.startedAt ?? Number.POSITIVE_INFINITY);
    }
  });

  test("retries has a certificate of its own for each attempt: its thumbprint is in one status file only", () => {
    const files = simulate("retries", 1).files.filter(({ path }) => path.endsWith(".CRS"));
    const prints = files.map(({ bytes }) => /<Thumbprint>(\w+)</.exec(bytes.toString())?.[1]);
    expect(prints.length).toBeGreaterThan(300);
    expect(new Set(prints).size).toBe(prints.length);
  });

  test("both-generations has the legacy connector first and the unified one after it", () => {
    const { requests } = simulate("both-generations", 1).truth;
    const order = requests.map((request) => request.generation);
    expect(new Set(order).size).toBe(2);
    expect(order.indexOf("unified")).toBeGreaterThan(order.length / 3);
  });

  test("ca-elsewhere and clock-skew keep the CA's events on a host of their own", () => {
    for (const name of ["ca-elsewhere", "clock-skew"] as const) {
      const paths = simulate(name, 1).files.map((file) => file.path);
      expect(paths.filter((path) => path.endsWith("Security.xml"))).toEqual(["ca01/EventLogs/Security.xml"]);
    }
  });

  test("rotation has hourly files, an older plug-in log and rolled traces", () => {
    const paths = simulate("rotation", 1).files.map((file) => file.path);
    expect(paths.filter((path) => path.includes("u_ex")).length).toBeGreaterThan(6);
    expect(paths.filter((path) => path.endsWith("NDESPlugin.lo_"))).toHaveLength(1);
    expect(paths.filter((path) => path.includes("CertificateRegistrationPoint_"))).toHaveLength(2);
  });

  test("header-rewrites has several field sets in one file", () => {
    const headers = new Set(
      rowsOf(simulate("header-rewrites", 1)).filter((row) => row.startsWith("#Fields")),
    );
    expect(headers.size).toBe(4);
  });

  test("device-logs has logs of all platforms", () => {
    const paths = simulate("device-logs", 1).files.map((file) => file.path);
    for (const name of ["OMADM.log", "console.log", "DeviceManagement.xml"]) {
      expect(paths.filter((path) => path.endsWith(name)).length).toBeGreaterThan(10);
    }
  });

  test("torn-ends has a last record that is cut and not in the truth", () => {
    const torn = simulate("torn-ends", 1);
    const file = torn.files.find((candidate) => candidate.path.endsWith("NDESPlugin.log"));
    const last = torn.truth.records.get(file?.path ?? "")?.at(-1);
    expect(file?.bytes.toString()).not.toMatch(/>\r\n$/);
    expect(file?.bytes.length).toBeGreaterThan((last?.offset ?? 0) + (last?.length ?? 0) + 10);
  });

  test("example is small and has failures, files that are stuck, and three hosts", () => {
    const { files, truth } = simulate("example", 1);
    expect(truth.requests.length).toBeLessThan(80);
    expect(new Set(truth.requests.map((request) => request.host)).size).toBe(3);
    expect(truth.requests.some((request) => request.cause === "verify.signing-certificate-missing")).toBe(
      true,
    );
    expect(files.some((file) => file.path.includes("/Processing/"))).toBe(true);
  });
});
