import { alerts } from "../../alerts/index.ts";
import type { Values } from "../../alerts/index.ts";
import { yamlText } from "../config/index.ts";
import { plainSummary } from "./plain-summary.ts";

const head = [
  "Every value of the rules, as usual. Printed by `npm run generate`. Copy what you want to change into a file of your own, and print the rules with it:",
  "  scepscope rules --values my-values.yaml --out /etc/prometheus/scepscope",
  "for, window, recent, age: 90s, 10m, 6h, 30d. share: part of the whole, up to 1. count: from so many on. volume: with less nothing is concluded.",
  "factor: so many times faster than the goal allows. bytes: bytes. enabled: false leaves an alert out.",
].join("\n");

const sentences: ReadonlyMap<string, string> = new Map([
  ["pageUrl", "Where people reach the page: links to requests begin so."],
  ["runbookUrl", "Where runbooks are; by name of the alert behind a slash. The page serves them."],
  ["dashboardUrl", "Where Grafana's dashboards are; by uid behind a slash."],
  ["job", "Name of the scrape job."],
  ["interval", "How often rules are evaluated."],
  ["goal", "What you have promised: part of the requests that succeed, and how soon."],
  ["alerts", "By name of the alert."],
  ...alerts.map(({ name, summary }) => [`alerts.${name}`, plainSummary(summary)] as const),
]);

/** The values as the file that a user begins with. */
export function printValues({ alerts: numbers, ...site }: Values): string {
  const shown = Object.entries(numbers).map(
    ([name, own]) =>
      [name, Object.fromEntries(Object.entries(own).filter(([key]) => key !== "enabled"))] as const,
  );
  return yamlText({ ...site, alerts: Object.fromEntries(shown) }, head, (path) => sentences.get(path));
}
