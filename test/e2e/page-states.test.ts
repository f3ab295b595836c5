import { describe, expect, test } from "vitest";
import { catalogue } from "../../processors/index.ts";
import { apiServer } from "../support/api-server.ts";
import { openView } from "../support/browser.ts";
import { madeRequest } from "../support/made-requests.ts";
import { openPages } from "../support/open-pages.ts";

const pages = openPages();
const { look } = pages;

describe("what cannot be shown", () => {
  test.each([
    ["/hosts/nobody", "All hosts", "/hosts"],
    ["/requests/nobody", "All requests", "/requests"],
    ["/causes/nobody", "All causes", "/causes"],
    ["/nothing", "Overview", "/"],
  ])("%s leads to where it would be", async (path, words, href) => {
    const { page } = await look(path);
    expect(await page.getByRole("main").getByRole("link", { name: words }).getAttribute("href")).toBe(href);
  });

  test("while not all is shown a page says so and why, until it is", async () => {
    const state = { isReady: false, reason: "what is not final yet is still being put together" };
    const slow = await apiServer({ ready: () => state });
    try {
      const { page } = await openView(pages.browser, slow.server.url);
      for (const path of ["/", "/requests", "/hosts"]) {
        await page.goto(path);
        expect(await page.locator(".notice").innerText()).toContain(
          "Not complete yet: what is not final yet",
        );
      }
      state.isReady = true;
      await page.goto("/requests");
      expect(await page.locator(".notice").count()).toBe(0);
    } finally {
      await slow.close();
    }
  });

  test("a host whose records name no day has no date of its last event, rather than never had one", async () => {
    const source = {
      ...({ name: "console.log", format: "console", condition: "current", detail: "", files: 1 } as const),
      ...{ bytesShipped: 9, bytesBehind: 0, changedAt: 1, records: 12, rejected: 0, gapBytes: 0 },
      ...{ duplicateBytes: 0, late: 0, eventAt: null },
    };
    const at = { passedAt: 1, readAt: 1, eventAt: null };
    await pages.api.filled.putHosts({ host: "mac-7", ...at, sources: [source], problems: [] });
    const { page } = await look("/hosts/mac-7");
    expect(await page.getByRole("main").innerText()).not.toContain("never");
    expect(await page.getByText("no date").count()).toBe(2);
  });
});

test("the page of a request fits a narrow screen whatever its cause, with commands that have no blank to break at", async () => {
  const longest = catalogue
    .map(({ id, steps }) => ({
      id,
      longest: Math.max(...steps.flatMap((step) => step.split(" ")).map((word) => word.length)),
    }))
    .toSorted((a, b) => b.longest - a.longest)
    .slice(0, 6);
  const { page } = await look("/", { width: 390 });
  for (const { id } of longest) {
    await pages.api.filled.put(madeRequest({ id: `narrow-${id}`, outcome: "failed", cause: id }));
    for (const path of [`/requests/narrow-${id}`, `/causes/${id}`]) {
      await page.goto(path);
      expect(await page.evaluate("document.documentElement.scrollWidth"), path).toBeLessThanOrEqual(390);
    }
  }
});
