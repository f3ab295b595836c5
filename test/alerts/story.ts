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

export type Labels = Readonly<Record<string, string>>;

/** The alerts that fire in each minute, from 0 on, without the watchdog; the real promtool evaluates every rule each minute. */
export function firingOver(input: readonly InputSeries[], minutes: number): readonly (readonly Labels[])[] {
  const target = { series: 'up{job="scepscope",instance="box"}', values: `1x${minutes}` };
  const { said } = promtoolTest(rules, [
    {
      interval: "1m",
      input_series: [target, ...input.filter(isRead)],
      // What it finds is said when it is not what is expected.
      promql_expr_test: Array.from({ length: minutes + 1 }, (_, minute) => ({
        expr: `ALERTS{alertstate="firing",alertname!="ScepWatchdog"}`,
        eval_time: `${minute}m`,
        exp_samples: [{ labels: '{never="there"}', value: 1 }],
      })),
    },
  ]);
  const found = said.split(/^ +got: /m).slice(1);
  if (found.length !== minutes + 1) throw new Error(`promtool said of each minute something else: ${said}`);
  return found.map((text) =>
    [
      ...text
        .split("\n", 1)
        .join()
        .matchAll(/\{(.*?)\} 1E\+00/g),
    ].map(([, all = ""]) => labelsOf(all)),
  );
}

function labelsOf(text: string): Labels {
  const pairs = [...text.matchAll(/(\w+)=("(?:[^"\\]|\\.)*")/g)];
  return Object.fromEntries(
    pairs
      .filter(([, name]) => name !== "__name__" && name !== "alertstate")
      .map(([, name = "", value = '""']) => [name, String(JSON.parse(value))]),
  );
}

/** Name and host of each that fired at any moment of the last minutes. */
export function firedBy(
  input: readonly InputSeries[],
  minute: number,
  last: number = minute,
): ReadonlySet<string> {
  const firing = firingOver(input, minute)
    .slice(Math.max(0, minute - last))
    .flat();
  return new Set(firing.map(({ alertname = "", host = "" }) => `${alertname} ${host}`));
}

const text = rules.join("\n");

/** Promtool need not carry what no rule reads. */
function isRead({ series }: InputSeries): boolean {
  return text.includes(series.replace(/(?:_bucket|_count|_sum)?\{.*/, ""));
}
