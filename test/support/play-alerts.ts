import { expect } from "vitest";
import type { RoutedAlertmanager } from "../../deploy/dev/alerting/routed-alertmanager.ts";
import { waiting } from "./wait-until.ts";

type Labels = Readonly<Record<string, string>>;

/**
 * Tells a real Alertmanager what fires minute by minute, as Prometheus would, without the minutes: it goes on when all that is not muted was heard of. Returns what
 * people were told, by name and host, without the copies for the pager. `stage` keeps one play from the next.
 */
export async function playAlerts(
  { alertmanager, receiver }: RoutedAlertmanager,
  minutes: readonly (readonly Labels[])[],
  stage: string,
): Promise<readonly string[]> {
  const staged = (labels: Labels): Labels => ({ ...labels, stage });
  const url = `${alertmanager.url}/api/v2/alerts`;
  let before: readonly Labels[] = [];
  for (const firing of [...minutes, []].map((each) => each.map(staged))) {
    if (JSON.stringify(firing) === JSON.stringify(before)) continue;
    const names = new Set(firing.map(nameOf));
    const over = before.filter((labels) => !names.has(nameOf(labels)));
    before = firing;
    await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify([
        ...firing.map((labels) => ({ labels })),
        ...over.map((labels) => ({ labels, endsAt: new Date().toISOString() })),
      ]),
    });
    const unheard = async (): Promise<readonly string[]> => {
      const answer = await fetch(`${url}?inhibited=false&filter=stage%3D${stage}`);
      const active = (await answer.json()) as { readonly labels: Labels }[];
      const heard = new Set(heardOf(stage));
      return active.map(({ labels }) => nameOf(labels)).filter((name) => names.has(name) && !heard.has(name));
    };
    await expect.poll(unheard, waiting).toEqual([]);
  }
  function heardOf(name: string): readonly string[] {
    return receiver.received
      .filter((alert) => alert.status === "firing" && alert.labels["stage"] === name)
      .map(({ labels }) => nameOf(labels));
  }
  return [...new Set(heardOf(stage))].toSorted();
}

function nameOf({ alertname = "", host = "" }: Labels): string {
  return `${alertname} ${host}`;
}
