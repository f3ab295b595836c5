import { expect, test } from "vitest";
import { judged, nothingKnown, oneBoxRules } from "../../../../alerts/index.ts";
import type { Look } from "../../../../alerts/index.ts";
import { readValues, servedRunbooks } from "../../../../deploy/alerts/index.ts";
import { firingAlerts } from "../../../../deploy/notify/firing-alerts.ts";
import { pageText, siteLinks } from "../../../../processors/page/index.ts";
import type { PageFrame } from "../../../../processors/page/index.ts";
import { alertList } from "../../../../processors/page/overview/alert-list.ts";
import { stoppedConnector } from "../../../support/stopped-connector.ts";

const now = Date.UTC(2026, 10, 22, 12);
const stoppedAt = now - 3 * 3_600_000;

/** Of a connector that was stopped hours before the program was started. */
function lookAt(at: number): Look {
  const none = new Map();
  return {
    at,
    hearingSince: 0,
    hosts: [stoppedConnector(stoppedAt, at)],
    claimed: none,
    decided: none,
    unexplained: none,
  };
}

test("an alert about an older trouble says when it was raised, not that it began then", () => {
  const { runbooks: _, alertsAbout } = servedRunbooks();
  const rules = oneBoxRules(readValues(null), 10);
  const first = judged(nothingKnown, lookAt(now - 3_600_000), rules);
  const { memory } = judged(first.memory, lookAt(now - 12_000), rules);
  const firing = firingAlerts(memory.held.values(), "http://127.0.0.1:1");
  expect(firing.map(({ name, since }) => [name, since])).toEqual([["ScepConnectorStopped", now - 12_000]]);
  const frame: PageFrame = { now, silentMs: 60_000, deaf: null, links: siteLinks, alertsAbout };
  const text = pageText(alertList(firing, frame))
    .replaceAll(/<[^>]*>|\s+/g, " ")
    .replaceAll(/ +/g, " ");
  expect(text).toContain("ndes01 · raised 12 s ago");
  expect(text).not.toContain("began");
});
