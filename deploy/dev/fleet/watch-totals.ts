import { ApiSummarySchema } from "../../../processors/contract/api-schema.ts";
import { statusLine } from "../../cli/demo/demo-text.ts";
import type { Screen } from "../../cli/demo/screen.ts";
import { systemClock, wakeAfter } from "../../runtime/clock.ts";

const everyMs = 1000;

/** Shows the totals that the page of a fleet knows, as they change. A page that does not answer now is asked again. */
export async function watchTotals(pageUrl: string, screen: Screen, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const answer = await summaryAt(pageUrl).catch(() => null);
    if (answer !== null) await screen.status(statusLine(ApiSummarySchema.parse(answer)), systemClock.now());
    await wakeAfter(everyMs, signal);
  }
}

/** Null: it does not say now. Rejects when the page goes away while it answers. */
async function summaryAt(pageUrl: string): Promise<unknown> {
  const answer = await fetch(`${pageUrl}/api/v1/summary`);
  return answer.ok ? answer.json() : null;
}
