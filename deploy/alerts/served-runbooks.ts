import { alerts, runbooks } from "../../alerts/index.ts";
import type { startServer } from "../../processors/api/index.ts";
import { catalogue } from "../../processors/index.ts";

/** Runbooks for a page to serve: a pager's link works without the internet, and a cause leads to what is done about it. */
export function servedRunbooks(): Pick<Parameters<typeof startServer>[0], "runbook" | "alertsAbout"> {
  const pages: ReadonlyMap<string, string> = runbooks(catalogue);
  const byCause = new Map<string, string[]>();
  for (const { name, about } of alerts)
    for (const cause of about) byCause.set(cause, [...(byCause.get(cause) ?? []), name]);
  return { runbook: (name) => pages.get(name), alertsAbout: (cause) => byCause.get(cause) ?? [] };
}
