import { expect, test } from "vitest";

import { counted } from "../../processors/contract/index.ts";
import type { StoredRequest } from "../../processors/contract/index.ts";
import { madeRequest, startOfTime } from "../support/made-requests.ts";
import { openView } from "../support/browser.ts";
import { openPages } from "../support/open-pages.ts";

const pages = openPages();

test("the overview says of each cause since when it is, when its newest request began, and of how many devices", async () => {
  const { page } = await openView(pages.browser, pages.api.server.url);
  await page.goto("/");
  const causes = new Set(pages.api.made.requests.flatMap(({ view }) => view.cause?.id ?? []));
  expect(causes.size).toBeGreaterThan(1);
  for (const cause of causes) {
    const claimed = pages.api.made.requests.filter(({ view }) => view.cause?.id === cause);
    const begun = claimed.map(({ view }) => view.startedAt ?? "").toSorted();
    const row = page.locator(`[data-part=causes] li[data-row="${cause}"]`);
    const times = await row.locator("time").all();
    const shown = await Promise.all(times.map((time) => time.getAttribute("datetime")));
    expect(shown, cause).toEqual(claimed.length === 1 ? begun : [begun[0], begun.at(-1)]);
    const text = await row.innerText();
    expect(text).toMatch(claimed.length === 1 ? /last \d+ min ago/ : /first \d+ min ago\s+last \d+ min ago/);
    expect(text).toContain(devicesOf(claimed));
  }
});

test("a cause's own page says the same, and that a count is of the newest where there are too many to read", async () => {
  const { page } = await openView(pages.browser, pages.api.server.url);
  const cause = "issue.pending";
  const many = Array.from({ length: 120 }, (_, index) => {
    const request = madeRequest({ id: `many-${index}`, cause, started: startOfTime + index });
    const keys = { ...request.view.keys, deviceId: [`device-${index % 3}`] };
    return { ...request, view: { ...request.view, keys } };
  });
  await pages.api.filled.put(...many);
  await page.goto(`/causes/${cause}`);
  const part = page.locator("[data-part=affected] h2");
  expect(await part.innerText()).toMatch(/120 requests\s+first .* ago\s+last .* ago\s+3 devices$/);
  expect(await part.locator("time").first().getAttribute("datetime")).toBe(many[0]?.view.startedAt);
  await page.goto("/");
  const row = page.locator(`[data-part=causes] li[data-row="${cause}"]`);
  expect(await row.innerText()).toContain("3 devices in the newest 100");
  await page.goto("/causes/issue.denied");
  expect(await page.locator("[data-part=affected]").innerText()).not.toContain("device");
});

test("the overview shows how many requests began when, and a bar leads to those of its time", async () => {
  const { page } = await openView(pages.browser, pages.api.server.url);
  await page.goto("/");
  const bars = page.locator("[data-part=timeline] svg a");
  const titles = await bars.locator("title").allTextContents();
  const counts = titles.map((title) => (/: ([\d,]+) requests?, ([\d,]+) failed$/.exec(title) ?? []).slice(1));
  const sum = (at: number): number => counts.reduce((total, words) => total + Number(words[at]), 0);
  const begun = await fetch(`${pages.api.server.url}/api/v1/summary?since=1970-01-01T00:00:00Z`);
  expect(await begun.json()).toMatchObject({ requests: sum(0), outcomes: { failed: sum(1) } });
  expect(counts.length).toBeGreaterThan(5);
  await page.goto((await bars.nth(3).getAttribute("href")) ?? "");
  expect(await page.locator("[data-part=total]").innerText()).toMatch(
    new RegExp(`^${counts[3]?.[0]} request`),
  );
});

/** Counted anew from what the server was given. */
function devicesOf(requests: readonly StoredRequest[]): string {
  const devices = new Set(requests.flatMap(({ view }) => view.keys.deviceId));
  const nameless = requests.filter(({ view }) => view.keys.deviceId.length === 0);
  const addresses = new Set(nameless.flatMap(({ view }) => view.keys.clientIp));
  return devices.size === 0
    ? `no device named, ${counted(addresses.size, "address", "addresses")}`
    : `${counted(devices.size, "device")}${nameless.length === 0 ? "" : `, ${counted(nameless.length, "request names", "requests name")} none`}`;
}
