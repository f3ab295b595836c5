import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseValues, printAllRules } from "../../../deploy/alerts/index.ts";
import { startAlerting } from "../../../deploy/dev/alerting/start-alerting.ts";
import type { Alerting } from "../../../deploy/dev/alerting/start-alerting.ts";
import { accessHeader, verifyRow } from "../../support/access-rows.ts";
import { startUpProcess, upPlaceIn } from "../../support/up-process.ts";
import { median } from "../median.ts";

/** From failing lines to whoever is paged, ms: the whole, and its parts, one behind the other. */
export interface WaySpeed {
  readonly lines: number;
  readonly scrapeSeconds: number;
  readonly intervalSeconds: number;
  readonly parts: readonly WayPart[];
}

export interface WayPart {
  readonly name: string;
  readonly medianMs: number;
  readonly worstMs: number;
}

const hosts = Array.from({ length: 8 }, (_, index) => `ndes${String(index + 1).padStart(2, "0")}`);
const scrapeSeconds = 5;
const intervalSeconds = 5;
/** What ScepClientCertificateUntrusted needs; it waits for nothing more (`for`: none). */
const linesNeeded = 2;
const partNames = [
  "line to counter: our own part",
  "until the next scrape",
  "until the next evaluation, and through Alertmanager to the receiver",
] as const;

/** A real `up`, Prometheus and Alertmanager: one host after the other fails, and each part of the way is seen end. */
export async function measureWay(parent: string): Promise<WaySpeed> {
  const folder = mkdtempSync(join(parent, "way-"));
  const place = upPlaceIn(folder);
  const logOf = (host: string): string => join(place.folder, host, "IIS/W3SVC1/u_ex261128.log");
  for (const host of hosts) {
    mkdirSync(dirname(logOf(host)), { recursive: true });
    writeFileSync(logOf(host), accessHeader + verifyRow("201 0 0"));
  }
  writeFileSync(place.configFile, "defaultPlaces: false\n");
  const up = startUpProcess(place);
  const pageUrl = await up.url;
  const values = parseValues(`pageUrl: ${pageUrl}\ninterval: ${intervalSeconds}s\n`, "values");
  const alerting = await startAlerting({ folder, rules: printAllRules(values), scrapeSeconds });
  try {
    alerting.scrape(new Map([["box", pageUrl]]));
    for (const host of hosts) while ((await scraped(alerting, host)) !== 0) await pause(100);
    const ways: (readonly number[])[] = [];
    for (const [index, host] of hosts.entries()) {
      // At another moment of scrape and evaluation each time.
      await pause(700 * index);
      ways.push(
        await way(
          () => appendFileSync(logOf(host), verifyRow("403 16 2148204809").repeat(linesNeeded)),
          [
            async () => (await counted(pageUrl, host)) === linesNeeded,
            async () => (await scraped(alerting, host)) === linesNeeded,
            async () => alerting.receiver.received.some(({ labels }) => labels["host"] === host),
          ],
        ),
      );
    }
    return { lines: linesNeeded, scrapeSeconds, intervalSeconds, parts: partsOf(ways) };
  } finally {
    await alerting.close();
    up.kill("SIGTERM");
    await up.ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How long each part took: the moment at which it was seen, less that of the one before. */
async function way(begin: () => void, ends: readonly (() => Promise<boolean>)[]): Promise<readonly number[]> {
  begin();
  let before = performance.now();
  const parts: number[] = [];
  for (const hasEnded of ends) {
    while (!(await hasEnded())) await pause(10);
    const now = performance.now();
    parts.push(now - before);
    before = now;
  }
  return parts;
}

function partsOf(ways: readonly (readonly number[])[]): readonly WayPart[] {
  const part = (name: string, times: readonly number[]): WayPart => ({
    name,
    medianMs: median(times),
    worstMs: Math.max(...times),
  });
  const whole = ways.map((one) => one.reduce((sum, ms) => sum + ms, 0));
  return [
    ...partNames.map((name, index) =>
      part(
        name,
        ways.map((one) => one[index] ?? 0),
      ),
    ),
    part("the whole way", whole),
  ];
}

const untrusted = (host: string): string =>
  `scep_http_responses_total{host="${host}",call="verify",code="403.16"}`;

async function counted(url: string, host: string): Promise<number | null> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split("\n").find((one) => one.startsWith(untrusted(host)));
  return line === undefined ? null : Number(line.slice(line.lastIndexOf(" ")));
}

async function scraped({ prometheus }: Alerting, host: string): Promise<number | null> {
  const words = new URLSearchParams({ query: untrusted(host) });
  const answer = await fetch(`${prometheus.url}/api/v1/query`, { method: "POST", body: words });
  const { data } = (await answer.json()) as { data: { result: { value: [number, string] }[] } };
  const [found] = data.result;
  return found === undefined ? null : Number(found.value[1]);
}
