import type { Cause } from "../processors/contract/index.ts";
import { alerts } from "./catalogue.ts";
import { runbookText } from "./runbook.ts";
import type { AlertName } from "./usual.ts";

/** Front door of the alerts: rules and runbooks as values; who prints or serves them stands in deploy/. */
export type { Alert, Duration, Goal, Numbers, Site } from "./alert.ts";
export { alerts, withoutAlert } from "./catalogue.ts";
export { ruleFiles } from "./rule-groups.ts";
export type { AlertingRule, RecordingRule, Rule, RuleFile, RuleGroup } from "./rule-groups.ts";
export { usual } from "./usual.ts";
export type { AlertName } from "./usual.ts";
export { alertNames, usualSite } from "./values.ts";
export type { Values } from "./values.ts";

/** One page for each alert, by its name, as Markdown. */
export function runbooks(catalogue: readonly Cause[]): ReadonlyMap<AlertName, string> {
  const causes = new Map(catalogue.map((cause) => [cause.id, cause]));
  return new Map(alerts.map((alert) => [alert.name, runbookText(alert, causes)]));
}
