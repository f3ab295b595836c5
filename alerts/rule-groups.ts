import type { Alert, Duration, Link, Numbers, Recording, Site } from "./alert.ts";
import { alertGroups } from "./catalogue.ts";
import { secondsOf } from "./promql.ts";
import { recordings, spacedRecordings } from "./records.ts";
import { sumRules } from "./sums.ts";
import { chosen } from "./values.ts";
import type { Values } from "./values.ts";

/** A file of rules, as Prometheus reads it. */
export interface RuleFile {
  readonly name: string;
  readonly groups: readonly RuleGroup[];
}

export interface RuleGroup {
  readonly name: string;
  readonly interval: Duration;
  readonly rules: readonly Rule[];
}

export type Rule = RecordingRule | AlertingRule;

export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
}

export interface AlertingRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: Duration;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** All rules with these values: recorded series first. An alert that is switched off is left out, and what nobody but it reads is not recorded. */
export function ruleFiles(values: Values): readonly RuleFile[] {
  const { interval } = values;
  const spaced = spacedRecordings;
  const recordingGroups = [
    { name: "scepscope-recordings", interval, rules: recordingRules(recordings, values) },
    {
      name: "scepscope-recordings-spaced",
      interval: longer(interval, spaced.interval),
      rules: recordingRules(spaced.recordings, values),
    },
  ];
  const alertFiles = Object.entries(alertGroups).map(([name, alerts]) => ({
    name,
    groups: alertRuleGroups(`scepscope-${name}`, alerts, values),
  }));
  return [{ name: "recordings", groups: recordingGroups }, ...alertFiles];
}

/** Whatever the severity, who waits for so long does not mind three minutes more. */
const patientForSeconds = 900;
/** No server is down, and it must hold for so long. */
const calmForSeconds = 300;
/** No server is down, and what is looked back at stays in sight for so long: nothing is missed between two looks. */
const calmWindowSeconds = 3600;
/** Less than the five minutes for which Prometheus shows a sample, also the one that says that an alert fires. */
const patientInterval = "3m";

/** What need not be asked each minute: two thirds of what such a rule costs are saved. */
function isPatient({ severity, for: hold, window = "0s" }: Numbers): boolean {
  const seconds = secondsOf(hold);
  if (seconds >= patientForSeconds) return true;
  return severity !== "critical" && (seconds >= calmForSeconds || secondsOf(window) >= calmWindowSeconds);
}

function alertRuleGroups(name: string, alerts: readonly Alert[], values: Values): readonly RuleGroup[] {
  const canWait = (alert: Alert): boolean => isPatient(values.alerts[alert.name]);
  const others = alerts.filter((alert) => !canWait(alert));
  return [
    { name, interval: values.interval, rules: groupRules(others, values) },
    {
      name: `${name}-patient`,
      interval: longer(values.interval, patientInterval),
      rules: groupRules(alerts.filter(canWait), values),
    },
  ].filter(({ rules }) => rules.length > 0);
}

function longer(one: Duration, other: Duration): Duration {
  return secondsOf(one) > secondsOf(other) ? one : other;
}

function recordingRules(all: readonly Recording[], values: Values): readonly RecordingRule[] {
  return all.map(({ record, expression }) => ({ record, expr: expression(values) }));
}

function groupRules(alerts: readonly Alert[], values: Values): readonly Rule[] {
  const rules = alerts
    .filter(({ name }) => values.alerts[name].enabled)
    .map((alert) => alertRule(alert, values));
  return [...sumRules(rules.map(({ expr }) => expr)), ...rules];
}

function alertRule(alert: Alert, values: Values): AlertingRule {
  const numbers = values.alerts[alert.name];
  return {
    alert: alert.name,
    expr: alert.expression(chosen(numbers), values),
    ...(secondsOf(numbers.for) === 0 ? {} : { for: numbers.for }),
    labels: {
      severity: numbers.severity,
      part: alert.part,
      ...(alert.cause === null ? {} : { cause: alert.cause }),
    },
    annotations: {
      summary: alert.summary,
      description: descriptionOf(alert, numbers),
      runbook_url: `${values.runbookUrl}/${alert.name}`,
      ...(values.dashboardUrl === ""
        ? {}
        : { dashboard_url: `${values.dashboardUrl}/${dashboardOf(alert)}` }),
      ...(alert.link === null ? {} : { requests_url: linkText(alert, alert.link, values) }),
    },
  };
}

/** What is over may be within the window still: what was measured is told of the window, and what it brings about of as long as it lasts. What this pipeline has lost stays lost. */
function descriptionOf({ now, part, runbook }: Alert, { window }: Numbers): string {
  const measured = window === undefined ? now : now.replace("{window}", durationWords(window));
  return `${measured} Impact${part === "servers" ? " while it lasts" : ""}: ${runbook.impact}`;
}

const unitWords = new Map([
  ["s", "second"],
  ["m", "minute"],
  ["h", "hour"],
  ["d", "day"],
]);

/** Behind "the last". */
function durationWords(duration: Duration): string {
  const [count, unit] = [duration.slice(0, -1), unitWords.get(duration.slice(-1)) ?? ""];
  return count === "1" ? unit : `${count} ${unit}s`;
}

/** Uid of the dashboard that shows what the alert is about, with the host chosen where there is one. */
function dashboardOf({ by, part }: Alert): string {
  if (by.includes("host")) return "scepscope-host?var-host={{ $labels.host | urlquery }}";
  return part === "pipeline" ? "scepscope-pipeline" : "scepscope-fleet";
}

/** The list of exactly these requests: the page's own words of a query. */
function linkText({ by }: Alert, link: Link, { pageUrl }: Pick<Site, "pageUrl">): string {
  const words = [
    ...(by.includes("host") ? ["host={{ $labels.host | urlquery }}"] : []),
    ...(["outcome", "stage", "cause"] as const).flatMap((name) =>
      link[name] === undefined ? [] : [`${name}=${valueText(link[name])}`],
    ),
    ...(link.since === undefined ? [] : [`since=${momentBefore(link.since)}`]),
  ];
  return `${pageUrl}/requests?${words.join("&")}`;
}

function valueText(value: string): string {
  return value.startsWith("$") ? `{{ $labels.${value.slice(1)} | urlquery }}` : value;
}

/** A template knows no clock but the one of a query. */
function momentBefore(duration: Duration): string {
  return `{{ with query "time() - ${secondsOf(duration)}" }}{{ ((. | first | value) | toTime).UTC.Format "2006-01-02T15:04:05Z" }}{{ end }}`;
}
