import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { parseValues, printAllRules } from "../../deploy/alerts/index.ts";
import { startAlerting } from "../../deploy/dev/alerting/start-alerting.ts";
import { accessHeader, enrolRow, verifyRow } from "../support/access-rows.ts";
import { alertedUp } from "../support/alerted-up.ts";

const { folder, place, closing, begin } = alertedUp("flood");
const waiting = { timeout: 90_000, interval: 100 } as const;

const logOf = (host: string): string => join(place.folder, host, "IIS/W3SVC1/u_ex261128.log");
/** In turns, so that all causes rise in each scrape. */
const flood: readonly (readonly [host: string, row: () => string])[] = [
  ["ndes01", () => verifyRow("403 16 2148204809")],
  ["ndes01", () => enrolRow("500 0 0")],
  ["ndes02", () => verifyRow("403 7 64")],
  ["ndes02", () => enrolRow("500 0 1346")],
];
const rounds = 2500;

test(
  "ten thousand failing requests in a minute are one notification for each cause and host at each receiver, through a real Prometheus and Alertmanager",
  { timeout: 240_000 },
  async () => {
    writeFileSync(place.configFile, "{}\n");
    for (const host of ["ndes01", "ndes02"]) {
      mkdirSync(dirname(logOf(host)), { recursive: true });
      writeFileSync(logOf(host), `${accessHeader}${verifyRow("201 0 0")}${enrolRow("200 0 0")}`);
    }
    const pageUrl = await begin().url;
    // Burn rates tell of no cause: that nearly all fails is another matter, and told on its own.
    const values = parseValues(
      `pageUrl: ${pageUrl}
interval: 1s
alerts:
  ScepServerErrors: { for: 2s }
  ScepErrorBudgetBurnsFast: { enabled: false }
  ScepErrorBudgetBurns: { enabled: false }
`,
      "values",
    );
    const alerting = await startAlerting({ folder, rules: printAllRules(values), scrapeSeconds: 1 });
    closing.push(() => alerting.close());
    alerting.scrape(new Map([["box", pageUrl]]));
    const ask = async (query: string): Promise<number> => {
      const answer = await fetch(
        `${alerting.prometheus.url}/api/v1/query?query=${encodeURIComponent(query)}`,
      );
      const { data } = (await answer.json()) as { data: { result: { value: [number, string] }[] } };
      return Number(data.result[0]?.value[1] ?? 0);
    };
    await expect
      .poll(() => ask('count(scep_http_responses_total{call="verify",code="403.16"})'), waiting)
      .toBe(2);

    const chunk = rounds / 10;
    for (let done = 0; done < rounds; done += chunk) {
      for (const [host, row] of flood)
        appendFileSync(logOf(host), Array.from({ length: chunk }, row).join(""));
      // The next part comes when the one before was seen: the flood goes on over many evaluations.
      await expect
        .poll(() => ask('sum(scep_http_responses_total{code=~"403.*|5.*"})'), waiting)
        .toBe(flood.length * (done + chunk));
    }
    const told = (): readonly string[] =>
      alerting.receiver.received
        .filter(({ receiver }) => receiver !== "dead-man")
        .map(({ status, labels, receiver }) =>
          [status, labels["alertname"], labels["host"], labels["cause"], receiver].join(" "),
        )
        .toSorted();
    const expected = [
      "ScepClientCertificateUntrusted ndes01 verify.client-certificate-untrusted",
      "ScepServerErrors ndes01 contact.http-500",
      "ScepClientCertificateRejected ndes02 verify.client-certificate-rejected",
      "ScepImpersonationRight ndes02 contact.impersonation-right",
    ]
      .flatMap((alert) => [`firing ${alert} pager`, `firing ${alert} pki-chat`])
      .toSorted();
    await expect.poll(told, waiting).toEqual(expected);
    // Alertmanager would tell again with each of its group intervals, which here are a second.
    await expect
      .poll(() => ask('min(count_over_time(ALERTS{alertstate="firing",host=~"ndes.+"}[5m]))'), waiting)
      .toBeGreaterThan(15);
    expect(told()).toEqual(expected);
  },
);
