import type { Cause } from "../processors/contract/index.ts";
import { alerts } from "./catalogue.ts";
import { runbookText } from "./runbook.ts";
import type { AlertName } from "./usual.ts";

/** Front door of the alerts: rules and runbooks as values; who prints or serves them stands in deploy/. */
export type { Alert, Duration, Goal, Numbers, Site } from "./alert.ts";
export { alerts, withoutAlert } from "./catalogue.ts";
export { ruleFiles } from "./rule-groups.ts";
export type { AlertingRule, RecordingRule, Rule, RuleFile, RuleGroup } from "./rule-groups.ts";
export { conditions, withoutCondition } from "./one-box/conditions.ts";
export type { Counts, Sample } from "./one-box/counts.ts";
export { dueOf } from "./one-box/due.ts";
export type { Due, Entry, Ledger } from "./one-box/due.ts";
export { judged, keyOf, nothingKnown, oneBoxRules } from "./one-box/judge.ts";
export type { Held, Judged, Memory, OneBoxRules, Told } from "./one-box/judge.ts";
export type { ClaimedCause, Look } from "./one-box/look.ts";
export { filled } from "./one-box/template.ts";
export { usual } from "./usual.ts";
export type { AlertName } from "./usual.ts";
export { hastened } from "./hastened.ts";
export { alertNames, forEachAlert, usualSite } from "./values.ts";
export type { Values } from "./values.ts";

/** One page for each alert, by its name, as Markdown. */
export function runbooks(catalogue: readonly Cause[]): ReadonlyMap<AlertName, string> {
  const causes = new Map(catalogue.map((cause) => [cause.id, cause]));
  return new Map(alerts.map((alert) => [alert.name, runbookText(alert, causes)]));
}
