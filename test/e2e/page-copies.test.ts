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

test.each(["/", "/requests", "a request"])(
  "who copies a shortened name on %s has it whole, and finds its request",
  async (where) => {
    const long = api.made.requests.find(({ view }) => (view.keys.transactionId[0] ?? "").length > 22);
    const { page } = await openView(browser, api.server.url);
    await page.goto(where === "a request" ? `/requests/${long?.view.id}` : where);
    const name = page.locator(".name").first();
    const whole = (await name.getAttribute("title")) ?? "";
    const [box, mark] = [await name.boundingBox(), await name.locator(".middle").boundingBox()];
    expect(box?.width ?? 0).toBeLessThan(20 * (mark?.width ?? 0));
    await name.selectText();
    await page.keyboard.press("ControlOrMeta+C");
    await page.goto("/hosts");
    await page.getByRole("searchbox").focus();
    await page.keyboard.press("ControlOrMeta+V");
    expect(await page.getByRole("searchbox").inputValue()).toBe(whole);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/requests\/\w+$/);
    expect(await page.locator("[data-part=names]").innerText()).toContain(whole);
  },
);

test.each(["/causes/host.connector-stopped", "/runbooks/ScepConnectorStopped", "a request"])(
  "who clicks a command in a step on %s has all of it, and nothing else",
  async (where) => {
    const cause = "verify.signing-certificate-missing";
    const failed = api.made.requests.find(({ view }) => view.cause?.id === cause);
    const { page } = await openView(browser, api.server.url);
    await page.goto(where === "a request" ? `/requests/${failed?.view.id}` : where);
    const command = page.locator("ol code", { hasText: "Get-Service -DisplayName *Intune* | " }).first();
    await command.click();
    await page.keyboard.press("ControlOrMeta+C");
    await page.getByRole("searchbox").focus();
    await page.keyboard.press("ControlOrMeta+V");
    expect(await page.getByRole("searchbox").inputValue()).toMatch(
      /^Get-Service -DisplayName [*]Intune[*] [|] (?:Res|S)tart-Service$/,
    );
  },
);
