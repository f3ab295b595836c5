import fc from "fast-check";
import { expect, test } from "vitest";

import { kinds, metrics as catalogue, writers } from "../../processors/contract/index.ts";
import type { Observation } from "../../processors/contract/index.ts";
import { catalogue as causes } from "../../processors/index.ts";
import { createMetrics, defaultMetricsOptions, seriesMax } from "../../processors/metrics/index.ts";
import type { Metrics } from "../../processors/metrics/index.ts";
import { hostSource } from "../support/host-source.ts";
import { seriesOf } from "../support/exposition-lines.ts";
import type { Line } from "../support/exposition-lines.ts";
import { claimed, finalRequest, quietView, scrapeKept } from "../support/metered.ts";
import { observed, startMs } from "../support/observed.ts";

const limits = { hostsMax: 5, sourcesMax: 3 };
const options = { ...defaultMetricsOptions, ...limits, filesMax: 10 };

/** Texts and numbers as somebody would write them into a log to do harm. */
const word = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.constantFrom("", "other", "devices", "none", "ndes01", "__proto__", '"} 1\nx{y="', "le", "+Inf", "a b"),
);
const number = fc.oneof(fc.integer(), fc.constantFrom(Number.NaN, Infinity, -1, 403, 404, 500));

const hostile: fc.Arbitrary<Observation> = fc
  .record({
    host: word,
    writer: fc.constantFrom(...writers),
    kind: fc.constantFrom(...kinds),
    outcome: fc.constantFrom("none", "ok", "failed", "pending"),
    text: word,
    number,
  })
  .map(({ host, writer, kind, outcome, text, number }) =>
    observed(writer, kind, {
      host,
      outcome,
      facts: {
        reason: text,
        httpReason: text,
        operation: text,
        path: text,
        state: text,
        fileName: text,
        folder: "processing",
        status: number,
        substatus: number,
        win32: number,
        eventId: number,
        notAfter: number,
      },
      keys: { userAgent: text, deviceId: text },
    }),
  );

test("the bound holds whatever the logs say: hosts, paths, agents, statuses, reasons, sources", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(hostile, { minLength: 50, maxLength: 200 }), async (observations) => {
      const metrics = createMetrics(new Map(), options);
      feed(metrics, observations);
      const lines = await scrapeKept(metrics, liveViewOf(observations));
      expect(complaintsOf(lines)).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

test("the bound is no idle one: a full house comes near it", async () => {
  const metrics = createMetrics(new Map(), options);
  const found = new Set<string>();
  for (const host of Array.from({ length: 40 }, (_, index) => `h${index}`))
    for (const { id } of causes)
      for (const outcome of ["succeeded", "failed", "open", "unknown"] as const)
        metrics.settle(finalRequest({ host, outcome }), claimed(id));
  for (const line of ours(await scrapeKept(metrics))) found.add(seriesOf(line));
  const max = seriesMax(limits);
  expect(found.size).toBeLessThanOrEqual(max);
  expect(found.size).toBeGreaterThan(max / 6);
});

function feed(metrics: Metrics, observations: readonly Observation[]): void {
  metrics.observe(observations);
  for (const { host, facts } of observations) {
    metrics.source(host, "iis-w3c", { bytes: 1 });
    metrics.reject(host, "iis-w3c", "record.torn");
    metrics.settle(finalRequest({ host, id: facts.path ?? "" }), null);
  }
}

function liveViewOf(observations: readonly Observation[]): typeof quietView {
  return {
    ...quietView,
    provisional: observations.map(({ host, facts }) => ({
      host,
      isDevice: false,
      outcome: "open",
      stageReached: 1,
      startedAt: startMs,
      endedAt: null,
      cause: facts.reason ?? null,
    })),
    hosts: observations.map(({ host, facts }) => ({
      host,
      passedAt: startMs,
      eventAt: startMs,
      readAt: startMs,
      problems: [],
      sources: Array.from({ length: 5 }, (_, index) =>
        hostSource({ name: `${facts.path}${index}`, format: null, condition: "missing", files: 0 }),
      ),
    })),
  };
}

/** Without those of the runtime. */
function ours(lines: readonly Line[]): readonly Line[] {
  return lines.filter(({ name }) => !/^scepscope_(?:process|nodejs)_/.test(name));
}

function complaintsOf(all: readonly Line[]): readonly string[] {
  const lines = ours(all);
  const series = lines.map(seriesOf);
  const hosts = new Set(lines.flatMap(({ labels }) => labels["host"] ?? []));
  return [
    ...(new Set(series).size < series.length ? ["a line stands twice"] : []),
    ...(series.length > seriesMax(limits) ? [`${series.length} series`] : []),
    ...(hosts.size > limits.hostsMax + 2 ? [`${hosts.size} hosts`] : []),
    ...lines.flatMap(strangeLabels),
  ];
}

const closed: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  catalogue
    .flatMap(({ labels }) => labels)
    .flatMap(({ name, values }) => {
      if (values === "causes") return [[name, new Set(["none", ...causes.map(({ id }) => id)])] as const];
      return typeof values === "string" ? [] : [[name, new Set<string>(values)] as const];
    }),
);
/** One label may have a smaller set in one metric than in another. */
const tellers = new Set(
  catalogue
    .flatMap(({ labels }) => labels)
    .flatMap(({ name, values }) => (name === "teller" && typeof values !== "string" ? values : [])),
);

function strangeLabels({ name, labels }: Line): readonly string[] {
  return Object.entries(labels)
    .filter(([label, value]) => {
      if (label === "teller") return !tellers.has(value);
      return closed.get(label)?.has(value) === false;
    })
    .map(([label, value]) => `${name} has ${label} ${value}`);
}
