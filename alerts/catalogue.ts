import type { Alert } from "./alert.ts";
import { contactDeviceAlerts } from "./catalogue/contact-device.ts";
import { contactServerAlerts } from "./catalogue/contact-server.ts";
import { deliverAlerts } from "./catalogue/deliver.ts";
import { fleetBusAlerts } from "./catalogue/fleet-bus.ts";
import { fleetPartitionAlerts } from "./catalogue/fleet-partitions.ts";
import { fleetStoreAlerts } from "./catalogue/fleet-store.ts";
import { goalAlerts } from "./catalogue/goal.ts";
import { hostAlerts } from "./catalogue/host.ts";
import { issueAlerts } from "./catalogue/issue.ts";
import { processAlerts } from "./catalogue/process.ts";
import { recordAlerts } from "./catalogue/records.ts";
import { reportAlerts } from "./catalogue/report.ts";
import { requestAlerts } from "./catalogue/requests.ts";
import { sourceAlerts } from "./catalogue/sources.ts";
import { stateAlerts } from "./catalogue/state.ts";
import { verifyAlerts } from "./catalogue/verify.ts";

/** Alerts by the file that they are printed into, in the order of the stages; the pipeline last. */
export const alertGroups: Readonly<Record<string, readonly Alert[]>> = {
  contact: [...contactServerAlerts, ...contactDeviceAlerts],
  verify: verifyAlerts,
  issue: issueAlerts,
  deliver: deliverAlerts,
  report: reportAlerts,
  requests: requestAlerts,
  goal: goalAlerts,
  host: hostAlerts,
  sources: sourceAlerts,
  records: recordAlerts,
  process: [...processAlerts, ...stateAlerts],
  fleet: [...fleetBusAlerts, ...fleetStoreAlerts, ...fleetPartitionAlerts],
};

export const alerts: readonly Alert[] = Object.values(alertGroups).flat();

/**
 * Entries of the failure catalogue that no alert is about, and why. A check of the house holds this list and the alerts against the catalogue: who adds a cause
 * decides what becomes of it.
 */
export const withoutAlert: ReadonlyMap<string, string> = new Map([
  ["profile.not-received", "told by the log of one device that somebody sent in on purpose"],
  ["profile.root-missing", "told by the log of one device that somebody sent in on purpose"],
  ["host.ca-apart", "a matter of how the fleet is set up: the page, `scepscope state` and `doctor` say it"],
  ["contact.forbidden-healthy", "this is how a healthy server answers a browser"],
]);
