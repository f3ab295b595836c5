import { markdownOf } from "../processors/contract/index.ts";
import type { Cause } from "../processors/contract/index.ts";
import type { Alert } from "./alert.ts";
import { usual } from "./usual.ts";

/** The page that a pager links to, as Markdown. What the failure catalogue knows is printed from it, so that no text stands twice. */
export function runbookText(alert: Alert, catalogue: ReadonlyMap<string, Cause>): string {
  const { name, runbook } = alert;
  const causes = alert.about.map((id) => knownCause(catalogue, id));
  const parts = [
    `# ${name}`,
    "<!-- Printed from alerts/catalogue and processors/causes by `npm run generate`. Do not edit. -->",
    `Severity: ${usual[name].severity}. Concerns: ${alert.part === "servers" ? "the servers that issue certificates" : "this pipeline, not the servers"}.`,
    "## Meaning",
    runbook.meaning,
    "## Impact",
    runbook.impact,
    "## How to check",
    bullets([
      ...runbook.check,
      ...causes.map(({ id, signal }) => `\`${id}\` is claimed on: ${markdownOf(signal)}`),
    ]),
    "## What to do",
    ...(runbook.steps.length === 0 ? [] : [numbered(runbook.steps)]),
    ...causes.flatMap((cause) => causeSection(cause, causes.length > 1)),
    "## How to know that it is fixed",
    runbook.fixed,
  ];
  return `${parts.join("\n\n")}\n`;
}

function causeSection({ title, why, steps, source }: Cause, hasTitle: boolean): readonly string[] {
  return [
    ...(hasTitle ? [`### ${markdownOf(title)}`] : []),
    markdownOf(why),
    numbered(steps.map(markdownOf)),
    `*Source:* ${markdownOf(source)}`,
  ];
}

function knownCause(catalogue: ReadonlyMap<string, Cause>, id: string): Cause {
  const cause = catalogue.get(id);
  if (cause === undefined)
    throw new Error(`The failure catalogue has no cause ${id}: correct the alert that names it.`);
  return cause;
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

function numbered(lines: readonly string[]): string {
  return lines.map((line, index) => `${index + 1}. ${line}`).join("\n");
}
