import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { startRoutedAlertmanager } from "../../deploy/dev/alerting/routed-alertmanager.ts";
import { waiting } from "../support/wait-until.ts";

const folder = mkdtempSync(join(tmpdir(), "scepscope-inhibit-"));
const closing: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
  rmSync(folder, { recursive: true, force: true });
});

test("what explains another mutes it, on the same host only", { timeout: 300_000 }, async () => {
  const routed = await startRoutedAlertmanager({ folder });
  closing.push(() => routed.close());
  const { receiver, alertmanager } = routed;
  const alert = (alertname: string, host: string, labels: object): object => ({
    labels: { alertname, host, severity: "warning", part: "servers", ...labels },
  });
  await fetch(`${alertmanager.url}/api/v2/alerts`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify([
      alert("ScepCollectorSilent", "ndes01", { part: "pipeline" }),
      alert("ScepRequestsStuck", "ndes01", { stage: "3" }),
      alert("ScepRequestsStuck", "ndes02", { stage: "3" }),
      alert("ScepConnectorStopped", "ndes03", { severity: "critical" }),
      alert("ScepReportBacklog", "ndes03", {}),
      alert("ScepReportBacklog", "ndes04", {}),
      alert("ScepCaUnreachable", "ndes05", { severity: "critical" }),
      alert("ScepIssueFailing", "ndes05", {}),
      alert("ScepErrorBudgetBurns", "ndes05", {}),
      alert("ScepFailuresUnexplained", "ndes06", {}),
      alert("ScepErrorBudgetBurns", "ndes06", {}),
    ]),
  });
  const muted = async (): Promise<readonly string[]> => {
    const answer = await fetch(`${alertmanager.url}/api/v2/alerts`);
    const all = (await answer.json()) as {
      labels: Record<string, string>;
      status: { state: string };
    }[];
    return all
      .filter(({ status }) => status.state === "suppressed")
      .map(({ labels }) => `${labels["alertname"] ?? ""} ${labels["host"] ?? ""}`)
      .sort();
  };
  await expect
    .poll(muted, waiting)
    .toEqual([
      "ScepErrorBudgetBurns ndes05",
      "ScepErrorBudgetBurns ndes06",
      "ScepIssueFailing ndes05",
      "ScepReportBacklog ndes03",
      "ScepRequestsStuck ndes01",
    ]);
  await expect
    .poll(() => new Set(receiver.received.map(({ labels }) => labels["host"])), waiting)
    .toEqual(new Set(["ndes01", "ndes02", "ndes03", "ndes04", "ndes05", "ndes06"]));
});
