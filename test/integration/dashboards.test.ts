import { afterAll, expect, test } from "vitest";
import { buildDashboard } from "../../deploy/grafana/build.ts";
import { boards } from "../../deploy/grafana/index.ts";
import { meteredFleet } from "../support/metered-fleet.ts";
import { holdSamples } from "../support/held-prometheus.ts";

const fleet = await meteredFleet("failures", 120);
/** The only thing that no simulated log tells. */
const expiry = `scep_certificate_expiry_timestamp_seconds{host="ndes01",certificate="connector",job="scepscope",instance="scepscope:8643"} ${fleet.to + 1e6} ${fleet.to}\n`;
/** What one box has not: the standing of its partition, and what a processor has met with on the bus. */
const ofProcessor = ["commit_failures_total", "bus_failures_total", "damaged_states_total", "fenced_total"];
const processor = [
  ['partition_rebuilding{partition="3",', 1, 0],
  ['bus_waiting_messages{partition="3",', 7, 0],
  ["bus_away{", 1, 0],
  ['bus_resets_total{reset_reason="retention",', 0, 1],
  ['rejected_messages_total{message_reason="message.foreign",', 0, 1],
  ...ofProcessor.map((name) => [`${name}{`, 0, 1] as const),
] as const;
const partition = processor
  .flatMap(([name, first, last]) =>
    Array.from({ length: (fleet.to - fleet.from) / fleet.step + 1 }, (_, look) => {
      const at = fleet.from + look * fleet.step;
      return `scepscope_${name}job="scepscope",instance="scepscope:8643"} ${look < 9 ? first : last} ${at}\n`;
    }),
  )
  .join("");
const prometheus = await holdSamples(expiry + partition + fleet.openMetrics);
afterAll(() => prometheus.stop());

/** What Grafana puts in: all jobs and hosts, four scrapes, and the time that is shown. */
const filled = (expr: string): string =>
  expr
    .replaceAll("$job", ".+")
    .replaceAll("$host", ".+")
    .replaceAll("$objective", "0.98")
    .replaceAll("$__rate_interval", `${4 * fleet.step}s`)
    .replaceAll("$__range", `${fleet.to - fleet.from}s`);

const queries = boards.flatMap(({ uid, rows }) =>
  rows.flatMap(({ panels }) =>
    panels.flatMap(({ title, queries: all }) =>
      all.map(({ expr, legend }) => [`${uid}: ${title}`, legend, expr] as const),
    ),
  ),
);

/** Panels whose series are there and say zero in this fleet, and why. All others must say something else somewhere. */
const zeroWhenAllIsWell: ReadonlyMap<string, string> = new Map([
  ["scepscope-host: Last heartbeat", "scraped at the moment of the report"],
  ["scepscope-pipeline: Heartbeats", "scraped at the moment of the report"],
  ["scepscope-pipeline: Last kept", "scraped at the moment of the commit"],
  ["scepscope-host: Lag of each source", "everything is shipped when it is reported"],
  ["scepscope-host: Not shipped yet", "everything is shipped when it is reported"],
  ["scepscope-pipeline: Lag by host", "everything is shipped when it is reported"],
  ["scepscope-pipeline: Waiting", "everything is processed when it is scraped"],
  ["scepscope-pipeline: Missing", "no byte is lost on the way"],
  ["scepscope-pipeline: Missing and repeated", "no byte is lost on the way, and none comes twice"],
  ["scepscope-pipeline: Late", "sources are reported when they are shipped"],
  ["scepscope-pipeline: Rejected", "the logs are whole"],
  ["scepscope-pipeline: Share rejected by format", "the logs are whole"],
  ["scepscope-pipeline: Share in doubt", "devices come one after the other: no record fits two requests"],
  ["scepscope-pipeline: Final too early", "memory is large enough"],
  ["scepscope-pipeline: Traces", "none are sent"],
]);

test.each(queries)("%s, %s has data", async (panel, _legend, expr) => {
  const series = await prometheus.ask(filled(expr), fleet);
  const values = series.flatMap((one) => one.values).filter((value) => Number.isFinite(value));
  expect(values.length).toBeGreaterThan(0);
  expect(values.some((value) => Math.abs(value) > 1e-6)).toBe(!zeroWhenAllIsWell.has(panel));
});

test("what may be zero is a panel that there is", () => {
  const panels = new Set<string>(queries.map(([panel]) => panel));
  expect([...zeroWhenAllIsWell.keys()].filter((panel) => !panels.has(panel))).toEqual([]);
});

test("Prometheus says what is wrong with a query: it would not pass as one without data", async () => {
  await expect(prometheus.ask("sum by (host (scep_requests_open)", fleet)).rejects.toThrow("parse error");
});

test("the variables of a dashboard find what can be chosen", async () => {
  const texts = boards.map((board) => JSON.stringify(buildDashboard(board)));
  const asked = new Set(
    texts.flatMap((text) => [...text.matchAll(/label_values\((.+?), (\w+)\)/g)].map((one) => one[0])),
  );
  expect(asked.size).toBe(2);
  for (const words of asked) {
    const [, expr = "", label = ""] =
      /^label_values\((.+), (\w+)\)$/.exec(words.replaceAll('\\"', '"')) ?? [];
    const series = await prometheus.ask(filled(expr), fleet);
    // Devices are one host, which is there while a request is under way that only their own logs tell of.
    const values = new Set(series.map(({ metric }) => metric[label]).filter((value) => value !== "devices"));
    expect(values.size).toBe(label === "host" ? 2 : 1);
  }
});
