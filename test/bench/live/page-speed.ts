import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { openBrowser, openView } from "../../support/browser.ts";
import { median } from "../median.ts";

/** A page of the demo in a real Chromium, each time with an empty cache. */
export interface PageCost {
  readonly page: string;
  /** From the beginning of the navigation to the first content that is painted. */
  readonly paintMs: number;
  readonly worstPaintMs: number;
  /** With all that belongs to it, as it comes over the wire. */
  readonly bytes: number;
}

const rounds = 7;
const startMsMax = 60_000;
const command: string = fileURLToPath(new URL("../../../deploy/cli/scepscope.mjs", import.meta.url));

export async function measurePages(): Promise<readonly PageCost[]> {
  const demo = spawn(process.execPath, [command, "demo", "--listen", "127.0.0.1:0"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const browser = await openBrowser();
  try {
    let said = "";
    demo.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
    const url = await sought(() => /http:\/\/[^\s,/]+:\d+/.exec(said)?.[0]);
    const failed = await sought(() => firstFailed(url));
    const pages = ["/", "/requests", `/requests/${failed}`, "/hosts", "/hosts/ndes01"];
    const costs: PageCost[] = [];
    for (const page of pages) costs.push(await costOf(browser, url, page));
    return costs;
  } finally {
    await browser.close();
    demo.kill("SIGINT");
    if (demo.exitCode === null) await once(demo, "exit");
  }
}

async function costOf(browser: Browser, url: string, path: string): Promise<PageCost> {
  const looks: { readonly paintMs: number; readonly bytes: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { page } = await openView(browser, url);
    await page.goto(path, { waitUntil: "load" });
    // It is noted a frame later.
    await page.waitForFunction(`${painted}.length > 0`);
    looks.push({
      paintMs: Number(await page.evaluate(`${painted}[0].startTime`)),
      bytes: Number(await page.evaluate(transferred)),
    });
    await page.context().close();
  }
  const paints = looks.map(({ paintMs }) => paintMs);
  return {
    page: path.replace(/(?<=requests\/).+/, "ID"),
    paintMs: median(paints),
    worstPaintMs: Math.max(...paints),
    bytes: median(looks.map(({ bytes }) => bytes)),
  };
}

const painted = `performance.getEntriesByName("first-contentful-paint")`;
const transferred = `[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .reduce((sum, { transferSize }) => sum + transferSize, 0)`;

async function firstFailed(url: string): Promise<string | undefined> {
  const answer = await fetch(`${url}/api/v1/requests?outcome=failed&limit=1`);
  return /"id":"([^"]+)"/.exec(await answer.text())?.[1];
}

async function sought<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (const until = performance.now() + startMsMax; performance.now() < until; await delay(50)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`the demo has shown no failed request within ${startMsMax} ms`);
}

if (import.meta.main)
  for (const cost of await measurePages()) process.stdout.write(`${JSON.stringify(cost)}\n`);
