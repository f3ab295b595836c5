import { expect, test } from "vitest";
import { alerts, ruleFiles } from "../../../alerts/index.ts";
import { secondsOf } from "../../../alerts/promql.ts";
import { parseValues } from "../../../deploy/alerts/index.ts";

/** How often this alert is evaluated with these values. */
function intervalOf(alert: string, given: string): string | undefined {
  return ruleFiles(parseValues(given, "values"))
    .flatMap(({ groups }) => groups)
    .find(({ rules }) => rules.some((rule) => "alert" in rule && rule.alert === alert))?.interval;
}

test.each([
  ["what wakes somebody is asked each minute", "", "1m"],
  ["also when it looks back hours", "alerts: { ScepServerErrors: { window: 6h } }", "1m"],
  ["also when it must hold for a while", "alerts: { ScepServerErrors: { for: 14m } }", "1m"],
  ["not when it must hold for a quarter of an hour", "alerts: { ScepServerErrors: { for: 15m } }", "3m"],
  ["what wakes nobody, too", "alerts: { ScepServerErrors: { severity: warning } }", "1m"],
  ["unless it must hold five minutes", "alerts: { ScepServerErrors: { severity: warning, for: 5m } }", "3m"],
  ["or looks back an hour", "alerts: { ScepServerErrors: { severity: warning, window: 1h } }", "3m"],
  ["a longer interval of the site is kept", "interval: 5m\nalerts: { ScepServerErrors: { for: 15m } }", "5m"],
])("%s", (_, given, interval) => {
  expect(intervalOf("ScepServerErrors", given)).toBe(interval);
});

test("all that goes to a pager is asked each minute, but for a certificate that ends in days", () => {
  const slow = ruleFiles(parseValues("", "values"))
    .flatMap(({ groups }) => groups.filter(({ interval }) => secondsOf(interval) > 60))
    .flatMap(({ rules }) => rules)
    .flatMap((rule) => ("alert" in rule && rule.labels["severity"] === "critical" ? [rule.alert] : []));
  expect(slow).toEqual(["ScepCertificateExpiresSoon"]);
});

const descriptionOf = (alert: string, given: string): string | undefined =>
  ruleFiles(parseValues(given, "values"))
    .flatMap(({ groups }) => groups.flatMap(({ rules }) => rules))
    .flatMap((rule) => ("alert" in rule && rule.alert === alert ? [rule.annotations["description"]] : []))[0];

test.each([
  [
    "ScepImpersonationRight",
    "",
    "failed with win32 status 1346 in the last 15 minutes. Impact while it lasts: No device",
  ],
  [
    "ScepImpersonationRight",
    "alerts: { ScepImpersonationRight: { window: 1h } }",
    "1346 in the last hour. Impact",
  ],
  ["ScepMessagesLost", "", "at a later message in the last hour. Impact: Parts of logs are missing for good"],
  ["ScepWatchdog", "", "This alert fires always. Impact: None while it is there."],
])("what is counted over a window is told of the window: %s %s", (alert, given, said) => {
  expect(descriptionOf(alert, given)).toContain(said);
});

test("every alert that looks back says how far, but for two whose number is of now", () => {
  const values = parseValues("", "values");
  const silent = alerts
    .filter(({ name, now }) => values.alerts[name].window !== undefined && !now.includes("{window}"))
    .map(({ name }) => name);
  expect(silent).toEqual(["ScepFirstOfItsKind", "ScepMessagesWaiting"]);
});

test.each([
  [
    "http://grafana.contoso.test/d",
    "http://grafana.contoso.test/d/scepscope-host?var-host={{ $labels.host | urlquery }}",
  ],
  ["", undefined],
])("links lead to the dashboards at %j", (dashboardUrl, link) => {
  const rule = ruleFiles({ ...parseValues("", "values"), dashboardUrl })
    .flatMap(({ groups }) => groups.flatMap(({ rules }) => rules))
    .find((one) => "alert" in one && one.alert === "ScepServerErrors");
  expect(rule !== undefined && "annotations" in rule ? rule.annotations["dashboard_url"] : null).toBe(link);
});
