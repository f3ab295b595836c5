import type { Held } from "../../alerts/index.ts";
import type { FiringAlert } from "../../processors/api/index.ts";
import { severities } from "../../processors/contract/index.ts";

/** What fires now, for people who look: the worst first, and of those the latest. `pageUrl` is where the links of the alerts lead. */
export function firingAlerts(held: Iterable<Held>, pageUrl: string): readonly FiringAlert[] {
  return [...held]
    .filter(({ isFiring }) => isFiring)
    .map(({ alert }) => shown(alert, pageUrl))
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.since - a.since);
}

function shown({ labels, annotations, startsAt }: Held["alert"], pageUrl: string): FiringAlert {
  const link = `${pageUrl}/requests?`;
  const url = annotations["requests_url"] ?? "";
  return {
    name: labels["alertname"] ?? "",
    severity: severities.find((each) => each === labels["severity"]) ?? "info",
    host: labels["host"] ?? "",
    summary: annotations["summary"] ?? "",
    since: startsAt,
    requests: url.startsWith(link) ? url.slice(link.length) : null,
  };
}
