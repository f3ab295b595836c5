import { describe, expect, test } from "vitest";
import { alertNames, alerts, ruleFiles } from "../../alerts/index.ts";
import type { AlertingRule } from "../../alerts/index.ts";
import { printRules, readValues } from "../../deploy/alerts/index.ts";
import type { AlertCase, SeriesSet } from "./case.ts";
import { flat } from "./case.ts";
import { contactCases } from "./cases/contact.ts";
import { deliverCases } from "./cases/deliver.ts";
import { fleetCases } from "./cases/fleet.ts";
import { goalCases } from "./cases/goal.ts";
import { hostCases } from "./cases/host.ts";
import { issueCases } from "./cases/issue.ts";
import { processCases } from "./cases/process.ts";
import { sourceCases } from "./cases/sources.ts";
import { verifyCases } from "./cases/verify.ts";
import { expanded } from "./expand.ts";
import { promtoolTest } from "./promtool.ts";

const cases: readonly AlertCase[] = [
  ...contactCases,
  ...verifyCases,
  ...issueCases,
  ...deliverCases,
  ...goalCases,
  ...hostCases,
  ...sourceCases,
  ...processCases,
  ...fleetCases,
];

const values = readValues(null);
const printed = printRules(values);
const rules = printed.map(({ text }) => text);
/** Its own file and what it builds on: hours of all rules take promtool minutes. */
const rulesFor = (alert: string): readonly string[] =>
  printed
    .filter(({ name, text }) => name === "recordings.yaml" || text.includes(`alert: ${alert}\n`))
    .map(({ text }) => text);
const rulesByName = new Map(
  ruleFiles(values)
    .flatMap(({ groups }) => groups.flatMap((group) => group.rules))
    .flatMap((rule) => ("alert" in rule ? [[rule.alert, rule] as const] : [])),
);

const target: SeriesSet = { 'up{job="scepscope",instance="a:8643"}': flat(1) };

const series = (set: SeriesSet, withoutTarget = false): readonly object[] =>
  Object.entries({ ...(withoutTarget ? {} : target), ...set }).map(([name, text]) => ({
    series: name,
    values: text,
  }));

/** Nothing else may fire: one trouble, one alert. */
const others = (allowed: readonly string[], at: string): object => ({
  expr: `count by (alertname) (ALERTS{alertstate="firing",alertname!~"${["ScepWatchdog", ...allowed].join("|")}"})`,
  eval_time: at,
  exp_samples: [],
});

function ruleOf(name: string): AlertingRule {
  const rule = rulesByName.get(name);
  if (rule === undefined) throw new Error(`no rule ${name}`);
  return rule;
}

function firing({ alert, labels, at, now }: AlertCase): object {
  const rule = ruleOf(alert);
  const all = { ...rule.labels, ...labels };
  const atSeconds = Number.parseInt(at, 10) * 60;
  return { exp_labels: all, exp_annotations: expanded(rule, { labels: all, now, atSeconds }) };
}

const silent = (alert: string, at: string): object => ({ eval_time: at, alertname: alert, exp_alerts: [] });

const succeeds = { passed: true, said: expect.stringContaining("SUCCESS") };

describe("an alert fires alone, not just below its threshold, and ends", () => {
  test.each(cases.map((each) => [each.alert, each] as const))("%s", (alert, each) => {
    const { at, endsAt, withoutTarget = false, evaluatedEvery } = each;
    const trouble = { interval: "1m", input_series: series(each.fires, withoutTarget) };
    const fires = { eval_time: at, alertname: alert, exp_alerts: [firing(each)] };
    const alone = { ...trouble, promql_expr_test: [others([alert, ...(each.also ?? [])], at)] };
    const ends = { ...trouble, alert_rule_test: [fires, silent(alert, endsAt)] };
    const below = {
      interval: "1m",
      input_series: series(each.below, withoutTarget),
      alert_rule_test: [silent(alert, at)],
    };
    const isLong = Number.parseInt(at, 10) > 120;
    expect(promtoolTest(isLong ? rulesFor(alert) : rules, [alone], evaluatedEvery)).toEqual(succeeds);
    expect(promtoolTest(rulesFor(alert), [ends, below], evaluatedEvery)).toEqual(succeeds);
  });
});

test("where there are no metrics nothing is said but that there is no target", () => {
  const found = promtoolTest(rules, [
    {
      interval: "1m",
      input_series: [],
      promql_expr_test: ["1m", "9m", "90m"].map((at) => others(["ScepTargetMissing"], at)),
    },
  ]);
  expect(found).toEqual(succeeds);
});

test("every alert has a case; the watchdog, which is always there, is looked at below", () => {
  const tested = new Set<string>(["ScepWatchdog", ...cases.map(({ alert }) => alert)]);
  expect(alertNames.filter((name) => !tested.has(name))).toEqual([]);
  expect(alerts.map(({ name }) => name).sort()).toEqual([...alertNames].sort());
});

test("the watchdog fires whatever there is, and with it nothing when all is well", () => {
  const found = promtoolTest(rules, [
    {
      interval: "1m",
      input_series: series({}),
      alert_rule_test: [
        {
          eval_time: "60m",
          alertname: "ScepWatchdog",
          exp_alerts: [
            firing({ ...cases[0], alert: "ScepWatchdog", labels: {}, at: "60m", now: "1" } as AlertCase),
          ],
        },
      ],
      promql_expr_test: [others([], "60m")],
    },
  ]);
  expect(found).toEqual(succeeds);
});

describe("what is read of long ago wakes nobody", () => {
  const failures = 'scep_http_responses_total{host="ndes01",call="verify",code="403.16"}';
  const fires = (at: string, input: SeriesSet): object => ({
    interval: "1m",
    input_series: series(input),
    promql_expr_test: [
      {
        expr: 'count by (alertname, host) (ALERTS{alertstate="firing",alertname!="ScepWatchdog"})',
        eval_time: at,
        exp_samples: [{ labels: '{alertname="ScepClientCertificateUntrusted", host="ndes01"}', value: 1 }],
      },
    ],
  });
  const quiet = (at: string, input: SeriesSet): object => ({
    interval: "1m",
    input_series: series(input),
    promql_expr_test: [others([], at)],
  });
  /** Three weeks of logs within twenty minutes, then up to date. */
  const backlog: SeriesSet = {
    'scepscope_host_event_timestamp_seconds{host="ndes01"}': "-1800000+60000x20 1260+60x300",
    'scepscope_host_passed_timestamp_seconds{host="ndes01"}': "-1800000+60000x20 1260+60x300",
  };

  test("a backlog that holds a thousand failures says nothing, neither while it is read nor afterwards", () => {
    const input = { ...backlog, [failures]: "0+50x20 1000x300" };
    const found = promtoolTest(
      rules,
      ["10m", "21m", "30m", "60m"].map((at) => quiet(at, input)),
    );
    expect(found).toEqual(succeeds);
  });

  test("what still goes on when the backlog is read is told a window later", () => {
    const found = promtoolTest(rules, [fires("50m", { ...backlog, [failures]: "0+50x300" })]);
    expect(found).toEqual(succeeds);
  });

  test("a quiet host whose newest event is hours old is no backlog: its first failures are told at once", () => {
    const input = {
      'scepscope_host_event_timestamp_seconds{host="ndes01"}': "0x200 12060+60x100",
      'scepscope_host_passed_timestamp_seconds{host="ndes01"}': "-90+60x300",
      [failures]: "0x200 2x100",
    };
    const found = promtoolTest(rules, [fires("203m", input)]);
    expect(found).toEqual(succeeds);
  });

  test("a restart of the process is a hole in its series and no jump: totals are part of its state", () => {
    const input = { ...backlog, [failures]: "1000x30 _x5 1000x100" };
    const found = promtoolTest(
      rules,
      ["34m", "37m", "45m"].map((at) => quiet(at, input)),
    );
    expect(found).toEqual(succeeds);
  });

  test("hosts that move to another process keep their totals: nothing is counted twice", () => {
    const moved = (instance: string): string => failures.replace("{", `{instance="${instance}",`);
    const input = { [moved("a")]: "1000x30 stale", [moved("b")]: "_x30 1000x100" };
    const found = promtoolTest(
      rules,
      ["31m", "40m"].map((at) => quiet(at, input)),
    );
    expect(found).toEqual(succeeds);
  });
});

test("a checker that cannot fail checks nothing: an alert that should fire and does not is found", () => {
  const [first] = cases;
  if (first === undefined) throw new Error("no cases");
  const found = promtoolTest(rules, [
    {
      interval: "1m",
      input_series: series(first.below),
      alert_rule_test: [{ eval_time: first.at, alertname: first.alert, exp_alerts: [firing(first)] }],
    },
  ]);
  expect(found).toEqual({ passed: false, said: expect.stringContaining("FAILED") });
});
