import { printRules, readValues } from "../../deploy/alerts/index.ts";
import { demoScenario } from "../../deploy/demo/demo-scenario.ts";
import type { DemoHost, Phase, Turn } from "../../deploy/demo/index.ts";
import type { Scenario } from "../simulation/index.ts";
import type { InputSeries } from "../support/metered-story.ts";
import { promtoolTest } from "./promtool.ts";

const rules = printRules(readValues(null)).map(({ text }) => text);
const startAt = Date.UTC(2026, 10, 28, 9, 0);
const minuteMs = 60_000;

export function all(course: string): Turn {
  return { courses: [[course, 100]] };
}

/** Twenty minutes of peace, forty of trouble, forty of peace. */
export function storyOf(trouble: Partial<Record<DemoHost, Turn>>): Scenario {
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

/**
 * The alerts that fired at any moment up to this minute, with the host, and those of the last minutes only; the real promtool evaluates every rule each minute.
 */
export function firedBy(
  input: readonly InputSeries[],
  minute: number,
  last: number = minute,
): ReadonlySet<string> {
  const target = { series: 'up{job="scepscope",instance="box"}', values: `1x${minute}` };
  const expr = `count by (alertname, host) (max_over_time(ALERTS{alertstate="firing",alertname!="ScepWatchdog"}[${last}m]))`;
  const { said } = promtoolTest(rules, [
    {
      interval: "1m",
      input_series: [target, ...input.filter(isRead)],
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

const text = rules.join("\n");

/** Promtool need not carry what no rule reads. */
function isRead({ series }: InputSeries): boolean {
  return text.includes(series.replace(/(?:_bucket|_count|_sum)?\{.*/, ""));
}
