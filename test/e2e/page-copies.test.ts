import { expect, test } from "vitest";

import { openView } from "../support/browser.ts";
import { openPages } from "../support/open-pages.ts";

const pages = openPages();

test.each(["/", "/requests", "a request"])(
  "who copies a shortened name on %s has it whole, and finds its request",
  async (where) => {
    const long = pages.api.made.requests.find(({ view }) => (view.keys.transactionId[0] ?? "").length > 22);
    const { page } = await openView(pages.browser, pages.api.server.url);
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
    const failed = pages.api.made.requests.find(({ view }) => view.cause?.id === cause);
    const { page } = await openView(pages.browser, pages.api.server.url);
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
