import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readYaml } from "../../deploy/config/index.ts";
import { startAlertmanager } from "../../deploy/dev/services/prometheus.ts";
import { startAlertReceiver } from "../../deploy/dev/alerting/alert-receiver.ts";
import { valueOf } from "../support/exposition-lines.ts";
import { startNotifyReceiver } from "../support/notify-receiver.ts";
import { routesTo } from "../../deploy/dev/alerting/routes-to.ts";
import { metricsOf } from "../support/up-answers.ts";
import { accessHeader, verifyRow } from "../support/access-rows.ts";
import { alertedUp } from "../support/alerted-up.ts";
import { waiting } from "../support/wait-until.ts";

const { folder, place, iisLog, closing, begin } = alertedUp("one-box");

interface Printed {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** As it stands in `alerts/rules/`. */
function printedRule(file: string, name: string): Printed {
  const yaml = readYaml(readFileSync(`alerts/rules/${file}`, "utf8"));
  const { groups } = (yaml.status === "read" ? yaml.values : {}) as {
    readonly groups: readonly { readonly rules: readonly (Printed & { readonly alert?: string })[] }[];
  };
  const rule = groups.flatMap(({ rules }) => rules).find(({ alert }) => alert === name);
  if (rule === undefined) throw new Error(`${file} has no ${name}`);
  return rule;
}

test(
  "without Prometheus, ten thousand failing lines wake the right people once, in the words of the rule, with a link that works; a restart says nothing again, and the end is told",
  { timeout: 480_000 },
  async () => {
    mkdirSync(join(iisLog, ".."), { recursive: true });
    writeFileSync(iisLog, `${accessHeader}${verifyRow("201 0 0")}`);
    const pager = await startAlertReceiver();
    closing.push(() => pager.close());
    const hook = await startNotifyReceiver();
    closing.push(() => hook.close());
    const alertmanager = await startAlertmanager({
      folder: join(folder, "alertmanager"),
      config: routesTo(pager.url),
    });
    closing.push(() => alertmanager.stop());
    const valuesFile = join(folder, "values.yaml");
    writeFileSync(valuesFile, "alerts: { ScepLoggingIncomplete: { enabled: false } }\n");
    writeFileSync(
      place.configFile,
      `defaultPlaces: false
notify:
  alertmanagerUrl: ${alertmanager.url}
  webhookUrl: ${hook.url}
  valuesFile: values.yaml
  lookMs: 1000
`,
    );
    const told = (status: string): readonly string[] =>
      [
        ...new Set(
          pager.received
            .filter((alert) => alert.status === status)
            .map(
              (alert) => `${alert.labels["alertname"] ?? ""} ${alert.labels["host"] ?? ""} ${alert.receiver}`,
            ),
        ),
      ].toSorted();

    const first = begin();
    const pageUrl = await first.url;
    await expect.poll(async () => (await fetch(`${pageUrl}/-/ready`)).status, waiting).toBe(200);
    expect(told("firing")).toEqual([]);

    appendFileSync(iisLog, Array.from({ length: 10_000 }, () => verifyRow("403 16 2148204809")).join(""));
    const name = "ScepClientCertificateUntrusted";
    const both = [`${name} ndes01 pager`, `${name} ndes01 pki-chat`];
    await expect.poll(() => told("firing"), waiting).toEqual(both);
    await expect.poll(() => hook.notices.length, waiting).toBe(1);

    const rule = printedRule("verify.yaml", name);
    const [notice] = hook.notices;
    const sent = pager.received.find(({ labels }) => labels["alertname"] === name);
    for (const alert of [sent, notice?.alerts[0]]) {
      expect(alert?.labels).toEqual({ ...rule.labels, alertname: name, host: "ndes01" });
      expect(Object.keys(alert?.annotations ?? {}).toSorted()).toEqual(
        // No Grafana is named here.
        Object.keys(rule.annotations)
          .filter((key) => key !== "dashboard_url")
          .toSorted(),
      );
      expect(alert?.annotations["summary"]).toBe(
        rule.annotations["summary"]?.replace("{{ $labels.host }}", "ndes01"),
      );
      expect(alert?.annotations["requests_url"]).toMatch(
        /\/requests\?host=ndes01&cause=verify[.]client-certificate-untrusted&since=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
      );
    }
    const page = await fetch(sent?.annotations["requests_url"] ?? "");
    expect(page.status).toBe(200);
    const runbook = await fetch(sent?.annotations["runbook_url"] ?? "");
    expect(await runbook.text()).toContain("<h2>How to know that it is fixed</h2>");

    // Alertmanager's patience is four looks: what it heard once would be over by now.
    await expect
      .poll(
        async () =>
          valueOf(await metricsOf(pageUrl), "scepscope_notifications_total", {
            receiver: "alertmanager",
            answer: "taken",
          }),
        waiting,
      )
      .toBeGreaterThan(8);
    expect(told("resolved")).toEqual([]);

    first.kill("SIGKILL");
    await first.ended;
    writeFileSync(
      valuesFile,
      `alerts: { ScepLoggingIncomplete: { enabled: false }, ${name}: { window: 1s } }\n`,
    );
    const second = begin();
    await second.url;
    await expect.poll(() => told("resolved"), waiting).toEqual(both);
    await expect.poll(() => hook.notices.length, waiting).toBe(2);
    expect(hook.notices.map(({ status }) => status)).toEqual(["firing", "resolved"]);
    expect(told("firing")).toEqual(both);

    second.kill("SIGTERM");
    expect((await second.ended).code).toBe(0);
  },
);
