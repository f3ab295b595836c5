import { describe, expect, test } from "vitest";
import { rise } from "../../alerts/promql.ts";
import { printRules, readValues } from "../../deploy/alerts/index.ts";
import { readMetrics } from "../../processors/contract/index.ts";
import { meterStory } from "../support/metered-story.ts";
import type { InputSeries } from "../support/metered-story.ts";
import { flat, rising } from "./case.ts";
import { promtoolTest } from "./promtool.ts";
import { all, firedBy, storyOf } from "./story.ts";

const rules = printRules(readValues(null)).map(({ text }) => text);
const seed = 7;

const ownedBy = (instance: string, partition = "3"): string =>
  `job="scepscope",instance="${instance}",partition="${partition}"`;
const labelled = (series: string, labels: string): string =>
  series.replace("{", `{${labels},`).replace(",}", "}");
const standing = (values: string, instance = "a"): InputSeries => ({
  series: `scepscope_partition_rebuilding{${ownedBy(instance)}}`,
  values,
});

/** The same samples, shown by process a until this minute and by process b from then on; both show them for a minute when a has not been scraped again. */
function movedAt(minute: number, input: readonly InputSeries[], bothFor: 0 | 1): readonly InputSeries[] {
  return input.flatMap(({ series, values }) => {
    const samples = values.split(" ");
    const before = [...samples.slice(0, minute + bothFor), "stale"].join(" ");
    const after = samples.map((sample, index) => (index < minute ? "_" : sample)).join(" ");
    return [
      { series: labelled(series, ownedBy("a")), values: before },
      { series: labelled(series, ownedBy("b")), values: after },
    ];
  });
}

/** Nothing is shown while the state is made again; then totals are those of what the bus has held since a minute: less than before. */
function rebuiltAt(
  { from, to, holdsSince }: { readonly from: number; readonly to: number; readonly holdsSince: number },
  input: readonly InputSeries[],
): readonly InputSeries[] {
  return input.map(({ series, values }) => {
    const samples = values.split(" ");
    const isTotal = /(?:_total|_bucket|_count|_sum)\{/.test(series);
    const forgotten = isTotal ? Number(samples[holdsSince]) || 0 : 0;
    const shown = samples.map((sample, minute) => {
      if (minute < from || sample === "_") return sample;
      if (minute === from) return "stale";
      return minute < to ? "_" : String(Number(sample) - forgotten);
    });
    return { series: labelled(series, ownedBy("a")), values: shown.join(" ") };
  });
}

describe("a partition that changes hands", () => {
  const minutes = 75;
  const course = ["http-500", "no-signing-certificate"] as const;
  /** Metered once: that takes longer than all that is asked of it. */
  let peace: ReturnType<typeof meterStory> | null = null;

  test.each([0, 1] as const)(
    "fires nothing where all is well; both show it for %d minutes",
    { timeout: 120_000 },
    async (bothFor) => {
      const input = await (peace ??= meterStory(storyOf({}), { minutes: 60, seed }));
      const fleet = [...movedAt(30, input, bothFor), standing("0x30 stale"), standing("_x30 0x60", "b")];
      expect([...firedBy(fleet, 60)]).toEqual([]);
    },
  );

  test.each(course)(
    "in the middle of a trouble (%s) leads to the alerts that one process has, and to no other",
    { timeout: 120_000 },
    async (name) => {
      const input = await meterStory(storyOf({ ndes01: all(name) }), { minutes, seed });
      const alone = [...firedBy(input, minutes)].sort();
      expect(alone.length).toBeGreaterThan(0);
      expect([...firedBy(movedAt(45, input, 1), minutes)].sort()).toEqual(alone);
    },
  );

  test("is no jump in what is concluded from the rise of a counter", () => {
    const counter = 'scepscope_records_total{host="ndes01",format="iis-w3c"}';
    // As the rules read it, a second.
    const record = `(${rise(readMetrics.records, "", { window: "5m" })} / 300)`;
    const found = ([0, 1] as const).map((bothFor) => {
      const values = Array.from({ length: 61 }, (_, minute) => String(60 * minute)).join(" ");
      return {
        interval: "1m",
        input_series: movedAt(30, [{ series: counter, values }], bothFor),
        promql_expr_test: [
          // What both show is counted for half a scrape too long, and then for both.
          ["max", `max(max_over_time(${record}[50m:1m])) <= bool ${bothFor === 0 ? 1 : 1.31}`],
          ["min", `min(min_over_time(${record}[50m:1m])) >= bool 1`],
        ].map(([, expr]) => ({
          expr,
          eval_time: "58m",
          exp_samples: [{ labels: "{}", value: 1 }],
        })),
      };
    });
    expect(promtoolTest(rules, found)).toEqual({ passed: true, said: expect.stringContaining("SUCCESS") });
  });

  test("a gauge that both show is counted once, and what two partitions say of one label is added", () => {
    const gauge = (labels: string): string =>
      `scep_recent_requests{${labels},host="ndes01",outcome="failed",cause="none"}`;
    const read = (labels: string): string =>
      `scepscope_host_event_timestamp_seconds{${labels},host="ndes01"}`;
    const found = promtoolTest(rules, [
      {
        interval: "1m",
        input_series: [
          { series: gauge(ownedBy("a")), values: flat(4) },
          { series: gauge(ownedBy("b")), values: flat(4) },
          { series: gauge(ownedBy("b", "5")), values: flat(2) },
          { series: read(ownedBy("a")), values: rising(60) },
        ],
        promql_expr_test: [
          {
            expr: "host:scep_recent_requests:decided",
            eval_time: "20m",
            exp_samples: [{ labels: 'host:scep_recent_requests:decided{host="ndes01"}', value: 6 }],
          },
        ],
      },
    ]);
    expect(found).toEqual({ passed: true, said: expect.stringContaining("SUCCESS") });
  });

  test("accuses no host of what it did between two scrapes", () => {
    const event = (name: string): string => `scep_host_events_total{host="ndes01",event="${name}"}`;
    const input = [
      { series: event("service-failed"), values: [...Array(20).fill("0"), ...Array(40).fill("1")].join(" ") },
      // It started between the last scrape of the one and the first of the other.
      {
        series: event("service-started"),
        values: [...Array(30).fill("0"), ...Array(30).fill("1")].join(" "),
      },
      {
        series: 'scepscope_host_event_timestamp_seconds{host="ndes01"}',
        values: Array.from({ length: 60 }, (_, minute) => String(60 * minute)).join(" "),
      },
    ];
    expect([...firedBy(movedAt(30, input, 0), 59, 25)]).toEqual([]);
  });
});

describe("a partition that is made again", () => {
  const minutes = 95;
  const again = { from: 80, to: 86, holdsSince: 30 };
  const since = minutes - again.from;
  const told = (input: readonly InputSeries[], rebuilding: string): readonly string[] =>
    [...firedBy([...rebuiltAt(again, input), standing(rebuilding)], minutes, since)].sort();

  test(
    "fires nothing but what says so, although its totals are less than before",
    { timeout: 120_000 },
    async () => {
      const input = await meterStory(storyOf({ ndes01: all("http-500") }), { minutes, seed });
      // The goal's long windows still hold the trouble of the first hour.
      const goals = [...firedBy(input, minutes, since)].filter((name) => name.startsWith("ScepErrorBudget"));
      expect(told(input, "0x79 1x5 0x20")).toEqual([...goals, "ScepPartitionRebuilding "].sort());
      // The check sees what it is for: who did not know of it would be told of the former errors again.
      expect(told(input, "0x100")).toContain("ScepServerErrors ndes01");
    },
  );
});

describe("our own outage is not told of each host", () => {
  const heard = 'scepscope_host_read_timestamp_seconds{host="ndes01"}';
  const after = (samples: string): readonly InputSeries[] => [
    { series: labelled(heard, ownedBy("a")), values: samples },
    standing("0x100"),
  ];

  test("a bus that does not answer brings no heartbeat", () => {
    const fleet = [
      ...after("0+60x10 600x60"),
      { series: `scepscope_batches_total{${ownedBy("a")}}`, values: "0+60x10 600x60" },
      { series: 'scepscope_bus_away{job="scepscope",instance="a"}', values: "0x10 1x60" },
    ];
    expect([...firedBy(fleet, 60)]).toEqual(["ScepBusAway "]);
  });

  test("a store that takes nothing lets no heartbeat in, and that the bus was away once today does not explain it", () => {
    const own = 'job="scepscope",instance="a"';
    const fleet = [
      ...after("0+60x10 600x60"),
      { series: `scepscope_batches_total{${ownedBy("a")}}`, values: "0+60x10 600x60" },
      { series: `scepscope_bus_failures_total{${own}}`, values: "0x3 1x60" },
      { series: `scepscope_bus_away{${own}}`, values: "0x3 1x1 0x60" },
      { series: `scepscope_commit_failures_total{${own}}`, values: "0x10 4+4x60" },
      { series: `scepscope_store_away{${own}}`, values: "0x10 1x60" },
    ];
    expect([...firedBy(fleet, 60)]).toEqual(["ScepStoreRefusing "]);
  });

  test("a backlog on the bus has the heartbeats in it", () => {
    const waiting = { series: `scepscope_bus_waiting_messages{${ownedBy("a")}}`, values: "5000-90x50" };
    expect([...firedBy([...after("0+20x60"), waiting], 40)]).toEqual([]);
  });

  test("a host that is silent while its partition is read is told", () => {
    const waiting = { series: `scepscope_bus_waiting_messages{${ownedBy("a")}}`, values: "3x60" };
    expect([...firedBy([...after("0+60x10 600x60"), waiting], 40)]).toEqual(["ScepCollectorSilent ndes01"]);
  });

  test("a host that is renamed is silent under its former name, and nothing else is told of either", () => {
    const renamed = {
      series: labelled(heard.replace("ndes01", "ndes09"), ownedBy("a")),
      values: "_x10 660+60x60",
    };
    expect([...firedBy([...after("0+60x10 600x60"), renamed], 40)]).toEqual(["ScepCollectorSilent ndes01"]);
  });
});
