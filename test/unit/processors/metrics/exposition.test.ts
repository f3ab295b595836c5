import { expect, test } from "vitest";

import { createExposer, createMetrics } from "../../../../processors/metrics/index.ts";
import type { Metrics } from "../../../../processors/metrics/index.ts";
import { claimed, expose, finalRequest, quietView } from "../../../support/metered.ts";
import { startMs } from "../../../support/observed.ts";

function counted(): Metrics {
  const metrics = createMetrics();
  metrics.source("ndes01", "iis-w3c", { bytes: 1 });
  metrics.settle(finalRequest({ outcome: "failed", failedStage: 3 }), claimed("verify.crp-500"));
  metrics.save();
  metrics.committed(3);
  return metrics;
}

const exemplar = `# {request_id="0123456789ab"} 1 ${(startMs + 1500) / 1000}`;

test("OpenMetrics has bare family names, exemplars and an end", async () => {
  const { contentType, text } = await expose(counted(), "openmetrics");
  expect(contentType).toBe("application/openmetrics-text; version=1.0.0; charset=utf-8");
  expect(text).toContain("# TYPE scep_requests counter\n");
  expect(text).toContain(`scep_requests_total{host="ndes01",outcome="failed"} 1 ${exemplar}\n`);
  expect(text).toMatch(/scep_stage_duration_seconds_bucket\{stage="3",le="0.5"\} 1 # \{request_id=/);
  expect(text.endsWith("\n# EOF\n")).toBe(true);
});

test("text has the full names and no exemplar, whatever was asked for before", async () => {
  const exposer = createExposer();
  const parts = [{ partition: null, samplesOf: counted().look(quietView) }];
  await exposer.expose("openmetrics", parts);
  await exposer.expose("text", parts);
  const { contentType, text } = await exposer.expose("text", parts);
  expect(contentType).toBe("text/plain; version=0.0.4; charset=utf-8");
  expect(text).toContain("# TYPE scep_requests_total counter\n");
  expect(text).toContain('scep_requests_total{host="ndes01",outcome="failed"} 1\n');
  expect(text).toContain("# TYPE scepscope_process_cpu_user_seconds_total counter\n");
  expect(text).not.toContain("request_id");
});

test("what is called a total is a counter, of ours and of the runtime", async () => {
  const { text } = await expose(counted(), "text");
  const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  expect(types.length).toBeGreaterThan(50);
  for (const [, name, type] of types) expect(name?.endsWith("_total"), name).toBe(type === "counter");
});

test("the delay of the event loop is nothing odd at the first look, nor at one that follows at once", async () => {
  const exposer = createExposer();
  const parts = [{ partition: null, samplesOf: counted().look(quietView) }];
  for (const look of ["first", "next"]) {
    const { text } = await exposer.expose("text", parts);
    const lags = [...text.matchAll(/^scepscope_nodejs_eventloop_lag_(\w+)_seconds (\S+)$/gm)];
    expect(
      lags.map(([, name]) => name),
      look,
    ).toEqual(["mean", "p99", "max"]);
    for (const [, name, value] of lags) expect(Number(value), name).toBeLessThan(60);
  }
});

test("each line of a histogram's series stands once, with all buckets below it", async () => {
  const { text } = await expose(counted(), "text");
  const lines = text.split("\n").filter((line) => line.startsWith("scepscope_commit_duration_seconds"));
  expect(lines).toHaveLength(16);
  expect(lines.slice(0, 3).map((line) => line.split(" ")[1])).toEqual(["0", "0", "1"]);
  expect(lines.slice(-3)).toEqual([
    'scepscope_commit_duration_seconds_bucket{le="+Inf"} 1',
    "scepscope_commit_duration_seconds_sum 0.003",
    "scepscope_commit_duration_seconds_count 1",
  ]);
});

test("a request whose name is too long for an exemplar counts without one", async () => {
  const metrics = createMetrics();
  metrics.settle(finalRequest({ id: "x".repeat(200) }), null);
  metrics.save();
  metrics.committed(1);
  const { text } = await expose(metrics, "openmetrics");
  expect(text).toContain('scep_requests_total{host="ndes01",outcome="succeeded"} 1\n');
  expect(text).not.toContain("request_id");
});

test("of several partitions each series says whose it is, and stands once", async () => {
  const parts = ["p0", "p1"].map((partition) => ({ partition, samplesOf: counted().look(quietView) }));
  const { text } = await createExposer().expose("text", parts);
  expect(text.match(/^# TYPE scep_requests_total counter$/gm)).toHaveLength(1);
  expect(text.match(/^scep_requests_total\{.*outcome="failed"\} 1$/gm)).toEqual([
    'scep_requests_total{partition="p0",host="ndes01",outcome="failed"} 1',
    'scep_requests_total{partition="p1",host="ndes01",outcome="failed"} 1',
  ]);
  const series = [...text.matchAll(/^(scep[^ ]+) /gm)].map(([, name]) => name);
  expect(series).toHaveLength(new Set(series).size);
});

test("processor time is that of the whole process, whichever form is asked for first, and goes on from look to look", async () => {
  const exposer = createExposer();
  const secondsIn = async (form: "text" | "openmetrics", name: string): Promise<number> => {
    const printed = await exposer.expose(form, []);
    return Number(
      new RegExp(`^scepscope_process_cpu_${name}seconds_total (\\S+)$`, "m").exec(printed.text)?.[1],
    );
  };
  for (const [name, part] of [
    ["user_", "user"],
    ["system_", "system"],
  ] as const) {
    const before = process.cpuUsage()[part] / 1e6;
    for (const form of ["text", "openmetrics", "text"] as const) {
      const seconds = await secondsIn(form, name);
      expect(seconds).toBeGreaterThanOrEqual(before);
      expect(seconds).toBeLessThanOrEqual(process.cpuUsage()[part] / 1e6);
    }
  }
  const { user, system } = process.cpuUsage();
  expect(await secondsIn("openmetrics", "")).toBeGreaterThanOrEqual((user + system) / 1e6);
});
