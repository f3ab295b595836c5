import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { apiServer } from "../support/api-server.ts";
import type { ApiServer } from "../support/api-server.ts";
import { openBrowser, openView } from "../support/browser.ts";

let api: ApiServer;
let browser: Browser;
beforeAll(async () => {
  [api, browser] = await Promise.all([apiServer(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await api.close();
});

test("the overview says of each cause when its newest request began", async () => {
  const { page } = await openView(browser, api.server.url);
  await page.goto("/");
  const causes = new Set(api.made.requests.flatMap(({ view }) => view.cause?.id ?? []));
  expect(causes.size).toBeGreaterThan(1);
  for (const cause of causes) {
    const begun = api.made.requests
      .filter(({ view }) => view.cause?.id === cause)
      .map(({ view }) => view.startedAt ?? "");
    const row = page.locator(`[data-part=causes] li[data-row="${cause}"]`);
    expect(await row.locator("time").getAttribute("datetime"), cause).toBe(begun.toSorted().at(-1));
    expect(await row.innerText()).toMatch(/last \d+ min ago/);
  }
});
