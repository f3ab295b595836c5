import { join } from "node:path";
import { parseValues, printAllRules } from "../../alerts/index.ts";
import { systemClock } from "../../runtime/clock.ts";
import { notificationText } from "../alerting/notification-text.ts";
import { startAlerting } from "../alerting/start-alerting.ts";
import type { Alerting } from "../alerting/start-alerting.ts";
import { toldOnce } from "../alerting/told-once.ts";

export interface FleetAlertingOptions {
  readonly folder: string;
  /** Addresses of all that has metrics, by name. */
  readonly targets: ReadonlyMap<string, string>;
  /** Links in notifications lead there. */
  readonly pageUrl: string;
  readonly isColourful: boolean;
  readonly say: (text: string) => void;
}

const everySeconds = 5;

/** The rules as they are committed, evaluated more often, and the routes with less patience; says each notification as it arrives. */
export async function startFleetAlerting(options: FleetAlertingOptions): Promise<Alerting> {
  const { folder, targets, pageUrl, isColourful, say } = options;
  const alerting = await startAlerting({
    folder: join(folder, "alerting"),
    rules: printAllRules(parseValues(`pageUrl: ${pageUrl}\ninterval: ${everySeconds}s\n`, "values")),
    scrapeSeconds: everySeconds,
    patience: { groupWait: "10s", groupInterval: "10s" },
    onAlert: toldOnce((alert) => say(notificationText(alert, { at: systemClock.now(), isColourful }))),
  });
  alerting.scrape(targets);
  return alerting;
}
