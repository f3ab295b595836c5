import { describe, expect, test } from "vitest";
import { printRules, readValues } from "../../deploy/alerts/index.ts";
import { demoScenario } from "../../deploy/demo/demo-scenario.ts";
import type { DemoHost, Phase, Turn } from "../../deploy/demo/index.ts";
import type { Scenario } from "../simulation/index.ts";
import { meterStory } from "../support/metered-story.ts";
import type { InputSeries, Watching } from "../support/metered-story.ts";
import { promtoolTest } from "./promtool.ts";

const rules = printRules(readValues(null)).map(({ text }) => text);
const startAt = Date.UTC(2026, 10, 28, 9, 0);
const minuteMs = 60_000;
const all = (course: string): Turn => ({ courses: [[course, 100]] });

/** Twenty minutes of peace, forty of trouble, forty of peace. */
function storyOf(trouble: Partial<Record<DemoHost, Turn>>): Scenario {
  const phase = (minutes: number, hosts: Phase["hosts"]): Phase => ({
    name: "story",
    caption: "",
    lengthMs: minutes * minuteMs,
    hosts: { ndes01: all("success"), ndes02: all("success"), ...hosts },
    gone: null,
    clearsProcessing: false,
  });
  return demoScenario({ story: [phase(20, {}), phase(40, trouble), phase(40, {})], startAt, speed: 1 });
}

/** The alerts that fired at any moment up to this minute, with the host; the real promtool evaluates every rule each minute. */
function firedBy(input: readonly InputSeries[], minute: number): ReadonlySet<string> {
  const target = { series: 'up{job="scepscope",instance="box"}', values: `1x${minute}` };
  const expr = `count by (alertname, host) (max_over_time(ALERTS{alertstate="firing",alertname!="ScepWatchdog"}[${minute}m]))`;
  const { said } = promtoolTest(rules, [
    {
      interval: "1m",
      input_series: [target, ...input],
      // What it finds is said when it is not what is expected.
      promql_expr_test: [
        { expr, eval_time: `${minute}m`, exp_samples: [{ labels: '{never="there"}', value: 1 }] },
      ],
    },
  ]);
  const [, got = ""] = /got:([^]*)/.exec(said) ?? [];
  return new Set(
    [...got.matchAll(/\{alertname="(\w+)"(?:, host="(\w+)")?\}/g)].map(
      ([, name = "", host = ""]) => `${name} ${host}`,
    ),
  );
}

const seed = 7;
const minutes = 75;

interface Story {
  readonly scenario: Scenario;
  readonly watching?: Partial<Watching>;
  readonly alerts: readonly string[];
}

const during = (minute: number): boolean => minute >= 20 && minute < 60;

const stories: readonly (readonly [what: string, story: Story])[] = [
  ["a fleet where all is well says nothing", { scenario: storyOf({}), alerts: [] }],
  [
    "a missing signing certificate is named as such; that verification fails, and the goal with it, is muted by it",
    {
      scenario: storyOf({ ndes01: all("no-signing-certificate") }),
      alerts: [
        "ScepErrorBudgetBurns ndes01",
        "ScepSigningCertificateMissing ndes01",
        "ScepVerifyFailing ndes01",
      ],
    },
  ],
  [
    "server errors of one server",
    {
      scenario: storyOf({ ndes02: all("http-500") }),
      alerts: ["ScepErrorBudgetBurns ndes02", "ScepServerErrors ndes02"],
    },
  ],
  [
    "reports that are not uploaded: certificates are issued, so nothing else fails",
    {
      scenario: storyOf({ ndes01: { courses: [["stuck", 100]], uploadsRest: true } }),
      alerts: ["ScepReportBacklog ndes01"],
    },
  ],
  [
    "logs that are away are no failure of the server",
    {
      scenario: storyOf({}),
      watching: { isThere: (host, minute) => host !== "ndes02" || !during(minute) },
      alerts: ["ScepSourceMissing ndes02"],
    },
  ],
  [
    "a collector that is silent is our own outage alone",
    {
      scenario: storyOf({}),
      watching: { isHeard: (host, minute) => host !== "ndes02" || !during(minute) },
      alerts: ["ScepCollectorSilent ndes02"],
    },
  ],
  [
    "what failed unseen within the last hour is told when the host is heard again",
    {
      scenario: storyOf({ ndes02: all("http-500") }),
      watching: { isHeard: (host, minute) => host !== "ndes02" || !during(minute) },
      alerts: ["ScepCollectorSilent ndes02", "ScepServerErrors ndes02"],
    },
  ],
];

const text = rules.join("\n");
/** Promtool need not carry what no rule reads. */
const isRead = ({ series }: InputSeries): boolean =>
  text.includes(series.replace(/(?:_bucket|_count|_sum)?\{.*/, ""));

describe("each story leads to its alerts, and to no other", () => {
  test.each(stories)("%s", { timeout: 120_000 }, async (_, { scenario, watching, alerts }) => {
    const input = await meterStory(scenario, { minutes, seed, ...watching });
    expect([...firedBy(input.filter(isRead), minutes)].sort()).toEqual(alerts);
  });
});
