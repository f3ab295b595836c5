import { expect, test } from "vitest";

import type { HostSource, HostView } from "../../../../../processors/contract/index.ts";
import { createMetrics, defaultMetricsOptions } from "../../../../../processors/metrics/index.ts";
import { valueOf } from "../../../../support/exposition-lines.ts";
import { quietView, scrape } from "../../../../support/metered.ts";
import { startMs } from "../../../../support/observed.ts";

function source(given: Partial<HostSource> = {}): HostSource {
  return {
    name: "inetpub/logs",
    format: "iis-w3c",
    condition: "current",
    detail: "",
    files: 1,
    bytesShipped: 100,
    bytesBehind: 0,
    changedAt: startMs + 5000,
    records: 3,
    rejected: 0,
    gapBytes: 0,
    duplicateBytes: 0,
    late: 0,
    eventAt: startMs,
    ...given,
  };
}

function host(sources: readonly HostSource[], given: Partial<HostView> = {}): HostView {
  return {
    host: "ndes01",
    passedAt: startMs,
    eventAt: startMs + 1000,
    readAt: startMs + 6000,
    sources,
    problems: [],
    ...given,
  };
}

const lines = async (...hosts: readonly HostView[]): Promise<Awaited<ReturnType<typeof scrape>>> =>
  await scrape(createMetrics(), { ...quietView, hosts });

test("a host tells how far it has come, and when it was heard", async () => {
  const found = await lines(host([source()]));
  expect(valueOf(found, "scepscope_host_passed_timestamp_seconds")).toBe(startMs / 1000);
  expect(valueOf(found, "scepscope_host_event_timestamp_seconds")).toBe(startMs / 1000 + 1);
  expect(valueOf(found, "scepscope_host_read_timestamp_seconds")).toBe(startMs / 1000 + 6);
});

test("a host tells by how much its clock differs from that of the bus, and nothing where there is one clock", async () => {
  const offset = "scepscope_host_clock_offset_seconds";
  expect(valueOf(await lines(host([source()])), offset)).toBe(0);
  expect(valueOf(await lines(host([source()], { heardAt: startMs + 3_606_000 })), offset)).toBe(3600);
  expect(valueOf(await lines(host([source()], { heardAt: startMs - 54_000 })), offset)).toBe(-60);
});

test("a host that no log was found of yet is not waited for to be heard again", async () => {
  const found = await lines(host([]));
  expect(found.filter(({ name }) => name === "scepscope_host_read_timestamp_seconds")).toEqual([]);
});

test("a source that has more to read lags, one that was read does not", async () => {
  const found = await lines(host([source(), source({ name: "CRP", condition: "behind", bytesBehind: 700 })]));
  expect(valueOf(found, "scepscope_source_lag_bytes", { source: "CRP" })).toBe(700);
  expect(valueOf(found, "scepscope_source_lag_seconds", { source: "CRP" })).toBe(5);
  expect(valueOf(found, "scepscope_source_lag_seconds", { source: "inetpub/logs" })).toBe(0);
  expect(valueOf(found, "scepscope_source_condition", { source: "CRP" })).toBe(1);
  expect(valueOf(found, "scepscope_source_event_timestamp_seconds", { source: "CRP" })).toBe(startMs / 1000);
});

test("what cannot be read was not read", async () => {
  const found = await lines(host([source({ condition: "denied" })]));
  expect(valueOf(found, "scepscope_source_read_timestamp_seconds")).toBeUndefined();
  expect(valueOf(found, "scepscope_source_condition", { condition: "denied" })).toBe(1);
});

test("problems count by cause, and only those of the catalogue", async () => {
  const problem = {
    cause: "report.stuck-in-processing",
    title: "",
    severity: "critical",
    count: 4,
    oldest: null,
    because: "",
  };
  const found = await lines(host([], { problems: [problem, { ...problem, cause: "made.up" }] }));
  expect(found.filter(({ name }) => name === "scep_host_problems")).toEqual([
    expect.objectContaining({ labels: { host: "ndes01", cause: "report.stuck-in-processing" }, value: 4 }),
  ]);
});

test("sources beyond the maximum, and names that differ beyond what is shown, make no line twice", async () => {
  const metrics = createMetrics(new Map(), { ...defaultMetricsOptions, sourcesMax: 3 });
  const long = "x".repeat(200);
  const names = [`${long}1`, `${long}2`, '"}\n\\\ud800', "d", "e"];
  const found = await scrape(metrics, {
    ...quietView,
    hosts: [host(names.map((name) => source({ name, bytesBehind: 1 })))],
  });
  const lag = found.filter(({ name }) => name === "scepscope_source_lag_bytes");
  expect(lag.map(({ value }) => value)).toEqual([2, 1, 2]);
  expect(valueOf(found, "scepscope_sources_unlisted")).toBe(2);
});
