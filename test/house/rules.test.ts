import { describe, expect, test } from "vitest";
import { alerts, ruleFiles, runbooks, usual, withoutAlert } from "../../alerts/index.ts";
import { parseValues, readValues } from "../../deploy/alerts/index.ts";
import { dashboardTexts } from "../../deploy/grafana/index.ts";
import { metrics, runtimePrefixes } from "../../processors/contract/index.ts";
import { catalogue } from "../../processors/index.ts";
import { createMetrics } from "../../processors/metrics/index.ts";
import { expose } from "../support/metered.ts";
import { mistakesIn } from "./rules/check-rules.ts";
import type { CheckedRule, Known } from "./rules/check-rules.ts";

const known: Known = { metrics, causes: new Set(catalogue.map(({ id }) => id)), runtimePrefixes };
const rules = ruleFiles(readValues(null)).flatMap(({ groups }) => groups.flatMap((group) => group.rules));

const good: CheckedRule = {
  alert: "ScepGood",
  expr: 'sum by (host) (increase(scep_http_responses_total{call="verify",code="403.16"}[5m])) > 3\nand on (host) max by (host) (scep_processing_files) > 1',
  labels: { severity: "warning", cause: "contact.http-500" },
  annotations: { summary: "on {{ $labels.host }}", description: "b", runbook_url: "c", dashboard_url: "d" },
};

/** For each rule of the house a rule that breaks it. */
const planted: readonly (readonly [what: string, rule: Partial<CheckedRule>, found: RegExp])[] = [
  ["a metric that does not exist", { expr: "scep_lost > 1" }, /no metric scep_lost/],
  ["a series that nobody records", { expr: "host:scep_recent_requests:gone > 1" }, /nobody records/],
  [
    "a label that the metric does not have",
    { expr: 'scep_processing_files{stage="1"} > 1' },
    /no label stage/,
  ],
  ["a value that a label never has", { expr: 'scep_requests_open{stage="7"} > 1' }, /never 7/],
  ["one of several values", { expr: 'scep_requests_open{stage=~"1|8"} > 1' }, /never 8/],
  ["a cause that is not in the catalogue", { expr: 'scep_host_problems{cause="host.x"} > 1' }, /never host/],
  ["a counter as it is", { expr: "scep_requests_total > 5" }, /without rate or increase/],
  [
    "a counter under max_over_time",
    { expr: "max_over_time(scep_requests_total[5m]) > 5" },
    /without rate or increase/,
  ],
  [
    "a counter as it is, of processes that are not young",
    {
      expr: "scep_requests_total and on (job, instance) time() - scepscope_process_start_time_seconds > 60",
    },
    /without rate or increase/,
  ],
  ["a gauge under rate", { expr: "rate(scep_processing_files[5m]) > 5" }, /it may fall/],
  ["topk", { expr: "topk(3, scep_processing_files) > 5" }, /topk/],
  ["and without on", { expr: "scep_processing_files > 5 and scep_processing_files > 6" }, /two sides meet/],
  [
    "a division without on",
    { expr: "scep_processing_files / scep_processing_files > 5" },
    /meets by all labels/,
  ],
  ["absent without for", { expr: 'absent(up{job="x"})' }, /give it a for/],
  ["a name in another style", { alert: "scep_bad" }, /CamelCase/],
  ["an unknown severity", { labels: { severity: "page" } }, /severity is/],
  ["no runbook", { annotations: { ...good.annotations, runbook_url: "" } }, /no runbook_url/],
  [
    "a cause as a label that is not in the catalogue",
    { labels: { severity: "info", cause: "x.y" } },
    /no x[.]y/,
  ],
  ["a label without end", { expr: "max by (host, request_id) (scep_processing_files) > 1" }, /without end/],
  ["a label that the expression drops", { expr: "max by (stage) (scep_requests_open) > 1" }, /shows host/],
];

describe("a mistake in a rule is found", () => {
  test.each(planted)("%s", (_, part, found) => {
    expect(mistakesIn([{ ...good, ...part }], known).join("\n")).toMatch(found);
  });

  test("and a good rule has none", () => {
    expect(mistakesIn([good], known)).toEqual([]);
  });
});

test("the rules have no mistake", () => {
  expect(mistakesIn(rules, known)).toEqual([]);
});

test("every metric in a rule is emitted: a line of /metrics tells its type", async () => {
  const { text } = await expose(createMetrics());
  const emitted = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
  const read = new Set(
    rules.flatMap(({ expr }) => [...expr.matchAll(/(?<!:)\bscep(?:scope)?_\w+/g)].map(([name]) => name)),
  );
  const plain = [...read].map((name) => name.replace(/_(?:bucket|count|sum)$/, ""));
  expect(plain.filter((name) => !emitted.has(name))).toEqual([]);
  expect(plain.length).toBeGreaterThan(20);
});

test("every alert has a runbook with all its parts", () => {
  const pages = runbooks(catalogue);
  expect(
    [...pages.keys()].sort(),
    "each name of alerts/usual.ts is an alert of alerts/catalogue/, and each of these has its values there",
  ).toEqual(Object.keys(usual).sort());
  for (const [name, page] of pages) {
    expect(page, name).toMatch(
      /^# Scep[^]*## Meaning\n\n\S[^]*## Impact\n\n\S[^]*## How to check\n\n- [^]*## What to do\n[^]*\n1[.] \S[^]*## How to know that it is fixed\n\n\S/,
    );
  }
});

test("every alert leads to a dashboard that there is, and to its host where it has one", () => {
  const variablesByUid = new Map(
    [...dashboardTexts().values()].map((text) => {
      const { uid, templating } = JSON.parse(text) as {
        readonly uid: string;
        readonly templating: { readonly list: readonly { readonly name: string }[] };
      };
      return [uid, templating.list.map(({ name }) => `var-${name}`)] as const;
    }),
  );
  const used = rules.flatMap((rule) => {
    if (!("alert" in rule)) return [];
    const [, uid = "", variable] =
      /[/]d[/]([^/?]+)(?:[?](var-\w+)=.+)?$/.exec(rule.annotations["dashboard_url"] ?? "") ?? [];
    expect([...variablesByUid.keys()], rule.alert).toContain(uid);
    if (variable !== undefined) expect(variablesByUid.get(uid), rule.alert).toContain(variable);
    const hasHost = alerts.some(({ name, by }) => name === rule.alert && by.includes("host"));
    expect(variable, rule.alert).toBe(hasHost ? "var-host" : undefined);
    return [uid];
  });
  expect(new Set(used)).toEqual(new Set(variablesByUid.keys()));
});

test("every entry of the failure catalogue has an alert, or a reason why not, and not both", () => {
  const watched = new Set(alerts.flatMap(({ about }) => about));
  const ids = catalogue.map(({ id }) => id);
  expect(
    ids.filter((id) => !watched.has(id) && !withoutAlert.has(id)),
    "name these in `about` of an alert (alerts/catalogue/), or say in withoutAlert (alerts/catalogue.ts) why nobody is woken",
  ).toEqual([]);
  expect(
    [...withoutAlert.keys()].filter((id) => watched.has(id) || !ids.includes(id)),
    "take these out of withoutAlert (alerts/catalogue.ts): they have an alert, or are no cause",
  ).toEqual([]);
});

describe("a mistake in a values file is told with its line and what to write", () => {
  test.each([
    [
      "alerts:\n  ScepServerErors:\n    share: 0.5",
      /v:2:3: "ScepServerErors" .*did you mean ScepServerErrors/,
    ],
    ["alerts:\n  ScepServerErrors:\n    shares: 0.5", /v:3:5: "shares" .*did you mean share/],
    ["alerts:\n  ScepServerErrors:\n    share: 5%", /v:3:12: alerts.ScepServerErrors.share: write a share/],
    ["alerts:\n  ScepServerErrors:\n    share: 5", /write a share above 0 and up to 1/],
    ["alerts:\n  ScepServerErrors:\n    window: 15", /whole number with s, m, h or d/],
    ["alerts:\n  ScepServerErrors:\n    window: 15 minutes", /whole number with s, m, h or d/],
    ["alerts:\n  ScepServerErrors:\n    count: 5m", /whole number from 1, without a unit/],
    [
      "alerts:\n  ScepServerErrors:\n    age: 5m",
      /v:3:5: ScepServerErrors has no age: it has enabled, severity/,
    ],
    ["alerts:\n  ScepServerErrors:\n    severity: page", /write critical, warning or info/],
    ["goal:\n  successShare: 0.5", /ScepErrorBudgetBurnsFast can never fire/],
    ["goal:\n  certificateSeconds: 77", /write one of 0.01, /],
    ["pageUrl: scepscope.test", /write an address/],
    ["pageUrl: [1", /v:1:/],
    ["thresholds: 1", /"thresholds" is no value/],
  ])("%j", (text, told) => {
    expect(() => parseValues(text, "v")).toThrow(told);
  });
});

test("a values file changes what it says and nothing else", () => {
  const values = parseValues(
    "pageUrl: https://scep.test\nalerts:\n  ScepServerErrors: { share: 0.25, for: 7m }\n  ScepClockSkew: { enabled: false }",
    "v",
  );
  const changed = ruleFiles(values).flatMap(({ groups }) => groups.flatMap((group) => group.rules));
  const [rule] = changed.flatMap((each) =>
    "alert" in each && each.alert === "ScepServerErrors" ? [each] : [],
  );
  expect(rule).toMatchObject({ for: "7m", expr: expect.stringContaining("> 0.25") });
  expect(rule?.annotations["runbook_url"]).toBe("https://scep.test/runbooks/ScepServerErrors");
  expect(changed).toHaveLength(rules.length - 1);
});
