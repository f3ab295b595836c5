import { alerts, runbooks, usual } from "../../alerts/index.ts";
import type { ApiOptions } from "../../processors/api/index.ts";
import { catalogue } from "../../processors/index.ts";
import { plainSummary } from "./plain-summary.ts";

/** Runbooks for a page to serve: a pager's link works without the internet, and a cause leads to what is done about it. */
export function servedRunbooks(): Required<Pick<ApiOptions, "runbooks" | "alertsAbout">> {
  const pages: ReadonlyMap<string, string> = runbooks(catalogue);
  const byCause = new Map<string, string[]>();
  for (const { name, about } of alerts)
    for (const cause of about) byCause.set(cause, [...(byCause.get(cause) ?? []), name]);
  const list = alerts.map(({ name, part, summary }) => ({
    name,
    part,
    severity: usual[name].severity,
    summary: plainSummary(summary),
  }));
  return {
    runbooks: { list, text: (name) => pages.get(name) },
    alertsAbout: (cause) => byCause.get(cause) ?? [],
  };
}
