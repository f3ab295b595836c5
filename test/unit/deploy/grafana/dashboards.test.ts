import { describe, expect, test } from "vitest";
import { boards, dashboardTexts } from "../../../../deploy/grafana/index.ts";
import { requestsLink } from "../../../../deploy/grafana/requests-link.ts";
import { listQuery } from "../../../../processors/api/query.ts";
import { lintDashboard } from "../../../support/lint-dashboard.ts";
import type { Dashboard, DashboardPanel } from "../../../support/lint-dashboard.ts";

const dashboards = [...dashboardTexts()].map(([name, text]): [string, Dashboard] => [name, JSON.parse(text)]);

test.each(dashboards)("%s keeps the rules", (_name, dashboard) => {
  expect(dashboard.panels?.length).toBeGreaterThan(15);
  expect(lintDashboard(dashboard)).toEqual([]);
});

test("no two dashboards have the same uid, and each is printed the same again", () => {
  expect(new Set(boards.map(({ uid }) => uid)).size).toBe(3);
  expect([...dashboardTexts()]).toEqual([...dashboardTexts()]);
});

const good: DashboardPanel = {
  id: 1,
  type: "stat",
  title: "t",
  description: "d",
  datasource: { uid: "${datasource}" },
  gridPos: { x: 0, y: 0, w: 4, h: 4 },
  fieldConfig: { defaults: { unit: "short" } },
  targets: [target('sum by (host) (rate(scep_requests_total{job=~"$job",host=~"$host"}[$__rate_interval]))')],
};

function target(expr: string): NonNullable<DashboardPanel["targets"]>[number] {
  return { refId: "A", expr, legendFormat: "l", datasource: { uid: "${datasource}" } };
}

const board = (panel: Partial<DashboardPanel>, around: Partial<Dashboard> = {}): Dashboard => ({
  uid: "u",
  templating: {
    list: ["datasource", "job", "host"].map((name) => ({
      name,
      type: name === "datasource" ? name : "query",
    })),
  },
  panels: [{ ...good, ...panel }],
  ...around,
});

describe("the judge is judged", () => {
  test("nothing is wrong with a good dashboard", () => {
    expect(lintDashboard(board({}))).toEqual([]);
  });

  const gauge = 'scep_requests_open{job=~"$job",host=~"$host"}';
  test.each<[string, Dashboard]>([
    ["no title", board({ title: "" })],
    ["no description", board({ description: "" })],
    ["no unit", board({ fieldConfig: { defaults: {} } })],
    ["a data source of its own", board({ datasource: { uid: "prod" } })],
    [
      "asks a data source of its own",
      board({ targets: [{ ...target(gauge), datasource: { uid: "prod" } }] }),
    ],
    ["asks nothing", board({ targets: [] })],
    ["refId A stands twice", board({ targets: [target(gauge), target(gauge)] })],
    [
      "panel id 1 stands twice",
      board({}, { panels: [good, { ...good, gridPos: { x: 4, y: 0, w: 4, h: 4 } }] }),
    ],
    ["lies on another", board({}, { panels: [good, { ...good, id: 2 }] })],
    ["beyond the edge", board({ gridPos: { x: 22, y: 0, w: 4, h: 4 } })],
    ["has no uid", board({}, { uid: "" })],
    [
      "no variable for the data source",
      board({}, { templating: { list: [{ name: "job", type: "query" }] } }),
    ],
    ["the variable nobody", board({ targets: [target(`${gauge} > $nobody`)] })],
    ["without a legend", board({ targets: [{ ...target(gauge), legendFormat: "" }] })],
    ["every job", board({ targets: [target('scep_requests_open{host=~"$host"}')] })],
    ["every host", board({ targets: [target('scep_requests_open{job=~"$job"}')] })],
    [
      "looks back by 5m",
      board({ targets: [target('rate(scep_requests_total{job=~"$job",host=~"$host"}[5m])')] }),
    ],
    [
      "a total and asked without rate",
      board({ targets: [target('scep_requests_total{job=~"$job",host=~"$host"}')] }),
    ],
    ["a gauge and asked over time", board({ targets: [target(`rate(${gauge}[$__range])`)] })],
    ["not in the catalogue", board({ targets: [target('scep_gone{job=~"$job"}')] })],
    [
      "has no label code",
      board({ targets: [target('scep_requests_open{job=~"$job",host=~"$host",code="5xx"}')] }),
    ],
    ["groups by cause", board({ targets: [target(`sum by (cause) (${gauge})`)] })],
  ])("it finds: %s", (what, dashboard) => {
    expect(lintDashboard(dashboard).join("\n")).toContain(what);
  });
});

test("each link to requests is one that the page's list takes", () => {
  const words = boards.flatMap(({ rows }) =>
    rows.flatMap(({ panels }) =>
      panels.flatMap(({ requests }) => (requests === undefined ? [] : [requests])),
    ),
  );
  const samples = new Map([
    ["${page}", "http://127.0.0.1:8643"],
    ["${__from:date:iso}", "2026-11-22T06:00:00.000Z"],
    ["${__to:date:iso}", "2026-11-22T07:00:00.000Z"],
    ["${__field.labels.outcome}", "failed"],
    ["${__field.labels.stage}", "3"],
    ["${__field.labels.platform}", "ios"],
    ["${__field.labels.cause}", "verify.challenge-expired"],
    ["${__field.labels.host}", "ndes01"],
    ["${host:percentencode}", "ndes01"],
  ]);
  expect(words.length).toBeGreaterThan(15);
  for (const each of words) {
    const link = requestsLink(each).replaceAll(/\$\{[^}]*\}/g, (name) => samples.get(name) ?? name);
    expect(link).toMatch(/^http:\/\/127[.]0[.]0[.]1:8643\/requests[?]/);
    expect(() => listQuery(500).read(link)).not.toThrow();
  }
});

test("what is open is looked for however long ago it began", () => {
  expect(requestsLink({ outcome: "open", host: "$host" })).toBe(
    "${page}/requests?outcome=open&host=${host:percentencode}",
  );
  expect(requestsLink({ cause: "{cause}" })).toBe(
    "${page}/requests?cause=${__field.labels.cause}&since=${__from:date:iso}&until=${__to:date:iso}",
  );
});
