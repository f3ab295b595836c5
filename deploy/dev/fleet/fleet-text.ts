import { pastStory } from "../../cli/demo/demo-text.ts";
import type { FleetPlace } from "./local-fleet.ts";

export interface FleetAddresses {
  readonly place: FleetPlace;
  readonly page: string;
  readonly processors: readonly string[];
  /** Null: nobody tells of alerts. */
  readonly alerting: { readonly prometheus: string; readonly alertmanager: string } | null;
}

/** What `npm run fleet` says when all of it runs. */
export function fleetText({ place, page, processors, alerting }: FleetAddresses): string {
  const rows = [
    ["the page", page],
    ...processors.map((url) => ["a processor", `${url}/metrics`]),
    ["Kafka", place.kafka],
    ["Redis", place.redis],
    ...(alerting === null
      ? []
      : [
          ["Prometheus", alerting.prometheus],
          ["Alertmanager", alerting.alertmanager],
        ]),
  ];
  return [
    `\nscepscope fleet: three collectors, Kafka, Redis, two processors and the page; all of it below ${place.folder}\n`,
    ...rows.map(([name = "", address = ""]) => `  ${name.padEnd(12)}  ${address}`),
    "\nIts hosts are one site, so one processor has all the work, and the other takes over when that ends.",
    ...(alerting === null ? [] : [alertsText]),
    pastStory,
    "Ctrl-C ends it, and removes what it has written.\n\n",
  ].join("\n");
}

export const fleetFarewell: string = "The fleet has ended; its files are removed.\n";

const alertsText = `
Alerts are those of alerts/rules and alerts/routes with all their thresholds, windows and patience, evaluated every 5 s, and told 10 s later. So the first comes after a minute or two.
Each is shown when it begins and when it is over, once, whoever is told; the first is the watchdog, which says that the way from Prometheus to here works.
`;
