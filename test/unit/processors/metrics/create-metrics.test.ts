import { deserialize, serialize } from "node:v8";
import { gzipSync } from "node:zlib";

import { describe, expect, test } from "vitest";

import { createMetrics, defaultMetricsOptions } from "../../../../processors/metrics/index.ts";
import type { Metrics, SavedPiece } from "../../../../processors/metrics/index.ts";
import { seriesOf, valueOf } from "../../../support/exposition-lines.ts";
import { claimed, expose, finalRequest, scrape, scrapeKept } from "../../../support/metered.ts";
import { observed, startMs, statusFile } from "../../../support/observed.ts";

const failed = finalRequest({ outcome: "failed", failedStage: 3, platform: "ios", id: "aaaaaaaaaaaa" });

/** A little of everything. */
function feed(metrics: Metrics): void {
  metrics.observe([
    observed("iis", "verify.call", { facts: { status: 403, substatus: 16 } }),
    observed("connector", "host.connector-event", { facts: { notAfter: 2_000_000_000_000 } }),
    statusFile("A.CRS", 1000, "processing"),
    statusFile("B.CRS", 500, "processing"),
  ]);
  metrics.source("ndes01", "iis-w3c", { bytes: 1000, records: 7, gapBytes: 3, duplicateBytes: 4, late: 1 });
  metrics.reject("ndes01", "iis-w3c", "record.torn");
  metrics.settle(failed, claimed("verify.challenge-expired"));
  metrics.settle(finalRequest(), null);
}

/** As a store keeps them: by name, the last one of each, as bytes. */
function keep(store: Map<string, Buffer>, pieces: ReadonlyMap<string, SavedPiece>): void {
  for (const [name, piece] of pieces) store.set(name, serialize(piece));
}

function kept(store: ReadonlyMap<string, Buffer>): ReadonlyMap<string, SavedPiece> {
  return new Map([...store].map(([name, bytes]) => [name, deserialize(bytes)]));
}

describe("totals", () => {
  test("a final request counts by host, outcome, stage, cause and platform", async () => {
    const metrics = createMetrics();
    feed(metrics);
    const lines = await scrapeKept(metrics);
    const count = (name: string, labels: Record<string, string>): number | undefined =>
      valueOf(lines, name, labels);
    expect(count("scep_requests_total", { host: "ndes01", outcome: "failed" })).toBe(1);
    expect(count("scep_requests_total", { host: "ndes01", outcome: "open" })).toBe(0);
    expect(count("scep_platform_requests_total", { platform: "ios", outcome: "failed" })).toBe(1);
    expect(count("scep_request_failures_total", { stage: "3" })).toBe(1);
    expect(count("scep_request_causes_total", { outcome: "failed", cause: "verify.challenge-expired" })).toBe(
      1,
    );
    expect(count("scep_request_cause_last_timestamp_seconds", { cause: "verify.challenge-expired" })).toBe(
      (startMs + 1500) / 1000,
    );
  });

  test("durations stand in the buckets that they reach", async () => {
    const metrics = createMetrics();
    feed(metrics);
    const lines = await scrapeKept(metrics);
    const bucket = (le: string): number | undefined =>
      valueOf(lines, "scep_stage_duration_seconds_bucket", { stage: "3", le });
    expect(["0.25", "0.5", "86400", "+Inf"].map(bucket)).toEqual([0, 2, 2, 2]);
    expect(valueOf(lines, "scep_stage_duration_seconds_count", { stage: "3" })).toBe(2);
    expect(valueOf(lines, "scep_stage_duration_seconds_sum", { stage: "3" })).toBeCloseTo(0.66);
    expect(valueOf(lines, "scep_request_duration_seconds_bucket", { outcome: "failed", le: "1" })).toBe(0);
    expect(valueOf(lines, "scep_request_duration_seconds_bucket", { outcome: "failed", le: "2.5" })).toBe(1);
  });

  test("what can happen on a server is zero from the first of its logs on", async () => {
    const metrics = createMetrics();
    metrics.source("ndes01", "httperr", { bytes: 10 });
    const lines = await scrapeKept(metrics);
    expect(valueOf(lines, "scep_request_causes_total", { cause: "verify.crp-500" })).toBe(0);
    expect(valueOf(lines, "scep_http_responses_total", { call: "verify", code: "403.16" })).toBe(0);
    expect(valueOf(lines, "scepscope_gap_bytes_total", { format: "httperr" })).toBe(0);
    expect(valueOf(lines, "scepscope_gap_bytes_total", { format: "svclog" })).toBeUndefined();
    expect(valueOf(lines, "scep_host_problems", { cause: "host.clock-skew" })).toBe(0);
  });
});

describe("only what is kept is shown", () => {
  test("nothing before the commit, and then what was saved and no more", async () => {
    const metrics = createMetrics();
    const requests = async (): Promise<number | undefined> =>
      valueOf(await scrape(metrics), "scep_requests_total", { outcome: "succeeded" });
    metrics.source("ndes01", "iis-w3c", { bytes: 1 });
    metrics.settle(finalRequest(), null);
    expect(await requests()).toBe(0);
    metrics.save();
    metrics.settle(finalRequest(), null);
    expect(await requests()).toBe(0);
    metrics.committed(1);
    expect(await requests()).toBe(1);
    metrics.committed(1);
    expect(await requests()).toBe(1);
    metrics.save();
    metrics.committed(1);
    expect(await requests()).toBe(2);
  });
});

describe("save and restore", () => {
  test("a restored one shows the same, and goes on counting", async () => {
    const first = createMetrics();
    const store = new Map<string, Buffer>();
    feed(first);
    keep(store, first.save());
    first.committed(1);
    const second = createMetrics(kept(store));
    const counted = (lines: Awaited<ReturnType<typeof scrape>>): readonly string[] =>
      lines
        .filter(({ name }) => /^scep_|_(?:records|bytes)_total/.test(name))
        .map((line) => `${seriesOf(line)} ${line.value}`);
    const before = counted(await scrape(first));
    expect(before.length).toBeGreaterThan(200);
    expect(counted(await scrape(second))).toEqual(before);
    feed(second);
    const lines = await scrapeKept(second);
    expect(valueOf(lines, "scep_requests_total", { outcome: "failed" })).toBe(2);
    expect(valueOf(lines, "scepscope_gap_bytes_total")).toBe(6);
    expect(valueOf(lines, "scep_processing_files")).toBe(2);
  });

  test("only pieces that changed are given", () => {
    const metrics = createMetrics();
    feed(metrics);
    metrics.observe([observed("iis", "verify.call", { host: "ndes02" })]);
    expect([...metrics.save().keys()].toSorted()).toEqual([
      "files/ndes01",
      "fleet",
      "host/ndes01",
      "host/ndes02",
    ]);
    expect([...metrics.save().keys()]).toEqual([]);
    metrics.observe([observed("iis", "verify.call", { host: "ndes02" })]);
    expect([...metrics.save().keys()]).toEqual(["host/ndes02"]);
  });

  test("a series that is no more is left out, a damaged piece is refused", async () => {
    const metrics = createMetrics();
    feed(metrics);
    const pieces = new Map(metrics.save());
    const fleet = new Map(pieces.get("fleet"));
    fleet.set("counts", new Map([["scep_gone_total x", 3]]));
    expect(() => createMetrics(new Map([["fleet", fleet]]))).not.toThrow();
    expect(() => createMetrics(new Map([["fleet", new Map([["counts", "no map"]])]]))).toThrow(
      /cannot be read.*Set the state aside/,
    );
  });
});

test("what is scraped of two hundred servers is less than a megabyte on the wire", async () => {
  const metrics = createMetrics();
  for (let index = 0; index < 200; index += 1)
    for (const format of ["iis-w3c", "httperr", "cmtrace", "svclog", "status-file"] as const)
      metrics.source(`ndes${index}.contoso.test`, format, { bytes: 1 });
  metrics.save();
  metrics.committed(1);
  const { text } = await expose(metrics, "text");
  expect(text.length).toBeLessThan(6_000_000);
  expect(gzipSync(text, { level: 1 }).length).toBeLessThan(500_000);
});

test("hosts beyond the maximum are one, and that is counted", async () => {
  const metrics = createMetrics(new Map(), { ...defaultMetricsOptions, hostsMax: 2 });
  for (const host of ["a", "b", "c", "d", "a", "", "x y"])
    metrics.observe([observed("iis", "verify.call", { host, facts: { status: 201 } })]);
  const lines = await scrapeKept(metrics);
  const calls = (host: string): number | undefined =>
    valueOf(lines, "scep_http_responses_total", { host, call: "verify", code: "2xx" });
  expect([calls("a"), calls("b"), calls("c"), calls("other")]).toEqual([2, 1, undefined, 4]);
  expect(valueOf(lines, "scepscope_host_overflows_total")).toBe(4);
  expect(valueOf(lines, "scepscope_hosts")).toBe(2);
});

test.each([
  { name: "only devices", others: [] },
  { name: "devices and a CA", others: [observed("ca", "issue.issued", { host: "ca01" })] },
])("requests that $name tell of take no label of a server", async ({ others }) => {
  const metrics = createMetrics();
  const own = observed("android-device", "profile.rejected", { host: "phone7" });
  const evidence = [own, ...others].map(
    (observation) => ({ observation, stage: 1, grade: "key", why: "" }) as const,
  );
  metrics.settle(finalRequest({ host: "phone7", outcome: "failed", failedStage: 1, evidence }), null);
  metrics.source("phone7", "omadm", { bytes: 5 });
  const lines = await scrapeKept(metrics);
  expect(valueOf(lines, "scep_requests_total", { host: "devices" })).toBe(1);
  expect(valueOf(lines, "scepscope_read_bytes_total", { host: "devices" })).toBe(5);
  expect(valueOf(lines, "scep_requests_total", { host: "phone7" })).toBeUndefined();
});
