import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseValues, printAllRules } from "../../deploy/alerts/index.ts";
import { ApiRequestListSchema } from "../../processors/contract/api-schema.ts";
import { startAlerting } from "../../deploy/dev/alerting/start-alerting.ts";
import { openBrowser, openView } from "../support/browser.ts";
import { accessHeader, verifyRow } from "../support/access-rows.ts";
import { alertedUp } from "../support/alerted-up.ts";
import { waiting } from "../support/wait-until.ts";

const { folder, place, iisLog, closing, begin } = alertedUp("alerts");

interface Failed {
  readonly id: string;
  readonly cause: string | null;
}

async function failedRequests(url: string): Promise<readonly Failed[]> {
  const answer = await fetch(`${url}/api/v1/requests?outcome=failed&limit=100`);
  const { requests } = ApiRequestListSchema.parse(await answer.json());
  return requests.map(({ id, cause }) => ({ id, cause: cause?.id ?? null }));
}

/** Ids of the requests that somebody sees who opens a link of a notification in a browser, from top to bottom. */
async function shownBy(link: string): Promise<readonly string[]> {
  const browser = await openBrowser();
  try {
    const { page, complaints } = await openView(browser, new URL(link).origin);
    await page.goto(link);
    const rows = page.locator('[data-part="requests"] tr[data-row]');
    const ids = await rows.evaluateAll((all) => all.map((row) => row.getAttribute("data-row") ?? ""));
    expect(await page.locator('[data-part="total"]').textContent()).toMatch(
      new RegExp(`^${ids.length} request`),
    );
    expect(complaints).toEqual([]);
    return ids;
  } finally {
    await browser.close();
  }
}

test(
  "a failing line wakes the right people once, with a link that works; killing us tells of our outage alone; a start after it tells nothing more",
  { timeout: 600_000 },
  async () => {
    mkdirSync(join(iisLog, ".."), { recursive: true });
    writeFileSync(place.configFile, "{}\n");
    writeFileSync(iisLog, `${accessHeader}${verifyRow("201 0 0")}`);
    const first = begin();
    const pageUrl = await first.url;
    const values = parseValues(
      `pageUrl: ${pageUrl}
interval: 1s
alerts:
  ScepTargetDown: { for: 20s }
`,
      "values",
    );
    const alerting = await startAlerting({ folder, rules: printAllRules(values), scrapeSeconds: 1 });
    closing.push(() => alerting.close());
    const { receiver, prometheus } = alerting;
    alerting.scrape(new Map([["box", pageUrl]]));

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

    // The last one fails as well, of another cause, and alone it is too few for an alert.
    const answers = ["403 16 2148204809", "403 16 2148204809", "403 16 2148204809", "403 7 64"];
    appendFileSync(iisLog, answers.map((answer) => verifyRow(answer)).join(""));
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
    await expect.poll(() => failedRequests(pageUrl), waiting).toHaveLength(4);
    const failed = await failedRequests(pageUrl);
    expect(await shownBy(alert?.annotations["requests_url"] ?? "")).toEqual(
      failed.filter(({ cause }) => cause === alert?.labels["cause"]).map(({ id }) => id),
    );
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

    alerting.scrape(new Map([["box", await begin().url]]));
    await expect.poll(() => told("resolved"), waiting).toEqual(outage);
    expect(await ask(untrusted)).toEqual(["3"]);
    expect(await ask(`resets(${untrusted}[10m])`)).toEqual(["0"]);
    expect(told("firing")).toHaveLength(4);
  },
);
