import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { parseValues, printAllRules } from "../../deploy/alerts/index.ts";
import { startPrometheus } from "../../deploy/dev/services/prometheus.ts";
import { startRoutedAlertmanager } from "../support/routed-alertmanager.ts";
import { startUpProcess, upPlaceIn } from "../support/up-process.ts";
import type { RoleProcess } from "../../deploy/dev/fleet/role-process.ts";

const folder = mkdtempSync(join(tmpdir(), "scepscope-alerts-"));
const closing: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
  rmSync(folder, { recursive: true, force: true });
});

const place = upPlaceIn(folder);
const iisLog = join(place.folder, "ndes01/IIS/W3SVC1/u_ex261128.log");
const columns =
  "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken";

/** The policy module asks, and IIS answers. */
function verifyRow(answer: string): string {
  const stamp = new Date().toISOString();
  return `${stamp.slice(0, 10)} ${stamp.slice(11, 19)} 10.0.0.5 POST /CertificateRegistrationSvc/Certificate/VerifyRequest - 443 - 10.0.0.5 NDES_Plugin - ${answer} 31\r\n`;
}

function begin(): RoleProcess {
  const up = startUpProcess(place);
  closing.push(async () => {
    up.kill("SIGKILL");
    await up.ended;
  });
  return up;
}

const waiting = { timeout: 60_000, interval: 100 } as const;

test(
  "a failing line wakes the right people once, with a link that works; killing us tells of our outage alone; a start after it tells nothing more",
  { timeout: 240_000 },
  async () => {
    mkdirSync(join(iisLog, ".."), { recursive: true });
    writeFileSync(place.configFile, "{}\n");
    writeFileSync(
      iisLog,
      `#Software: Microsoft Internet Information Services 10.0\r\n#Fields: ${columns}\r\n${verifyRow("201 0 0")}`,
    );
    const { receiver, alertmanager } = await startRoutedAlertmanager(folder, closing);
    const first = begin();
    const pageUrl = await first.url;

    const target = (url: string): void =>
      writeFileSync(
        join(folder, "targets.json"),
        JSON.stringify([{ targets: [new URL(url).host], labels: { instance: "box" } }]),
      );
    target(pageUrl);
    const values = parseValues(
      `pageUrl: ${pageUrl}
interval: 1s
alerts:
  ScepTargetDown: { for: 3s }
`,
      "values",
    );
    writeFileSync(join(folder, "rules.yaml"), printAllRules(values));
    const prometheus = await startPrometheus({
      folder: join(folder, "prometheus"),
      config: JSON.stringify({
        global: { scrape_interval: "1s", scrape_timeout: "1s" },
        rule_files: [join(folder, "rules.yaml")],
        alerting: { alertmanagers: [{ static_configs: [{ targets: [new URL(alertmanager.url).host] }] }] },
        scrape_configs: [
          {
            job_name: "scepscope",
            file_sd_configs: [{ files: [join(folder, "targets.json")], refresh_interval: "1s" }],
          },
        ],
      }),
    });
    closing.push(() => prometheus.stop());

    const ask = async (query: string): Promise<readonly string[]> => {
      const answer = await fetch(`${prometheus.url}/api/v1/query?query=${encodeURIComponent(query)}`);
      const { data } = (await answer.json()) as { data: { result: { value: [number, string] }[] } };
      return data.result.map(({ value }) => value[1]);
    };
    /** By alert and receiver, without the watchdog, which is always there. */
    const told = (status: string): readonly string[] =>
      [
        ...new Set(
          receiver.received
            .filter((alert) => alert.status === status && alert.receiver !== "dead-man")
            .map((alert) => `${alert.labels["alertname"] ?? ""} ${alert.receiver}`),
        ),
      ].sort();

    const untrusted = 'scep_http_responses_total{host="ndes01",call="verify",code="403.16"}';
    await expect.poll(() => ask(untrusted), waiting).toEqual(["0"]);
    await expect
      .poll(() => receiver.received.some((alert) => alert.receiver === "dead-man"), waiting)
      .toBe(true);
    expect(told("firing")).toEqual([]);

    appendFileSync(iisLog, [1, 2, 3].map(() => verifyRow("403 16 2148204809")).join(""));
    await expect
      .poll(() => told("firing"), waiting)
      .toEqual(["ScepClientCertificateUntrusted pager", "ScepClientCertificateUntrusted pki-chat"]);
    const alert = receiver.received.find(
      ({ labels }) => labels["alertname"] === "ScepClientCertificateUntrusted",
    );
    expect(alert?.labels).toMatchObject({
      host: "ndes01",
      severity: "critical",
      cause: "verify.client-certificate-untrusted",
    });
    expect(alert?.annotations["requests_url"]).toMatch(
      /\/requests\?host=ndes01&cause=verify[.]client-certificate-untrusted&since=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
    );
    const page = await fetch(alert?.annotations["requests_url"] ?? "");
    expect(page.status).toBe(200);
    const runbook = await fetch(alert?.annotations["runbook_url"] ?? "");
    expect(await runbook.text()).toContain("<h2>How to know that it is fixed</h2>");

    first.kill("SIGKILL");
    await first.ended;
    const outage = ["ScepTargetDown pager", "ScepTargetDown pipeline-chat"];
    await expect
      .poll(() => told("firing"), waiting)
      .toEqual([
        "ScepClientCertificateUntrusted pager",
        "ScepClientCertificateUntrusted pki-chat",
        ...outage,
      ]);

    target(await begin().url);
    await expect.poll(() => told("resolved"), waiting).toEqual(outage);
    expect(await ask(untrusted)).toEqual(["3"]);
    expect(await ask(`resets(${untrusted}[10m])`)).toEqual(["0"]);
    expect(told("firing")).toHaveLength(4);
  },
);
