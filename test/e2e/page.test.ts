import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page, Response } from "playwright-core";
import { describe, expect, test } from "vitest";

import type { StoredRequest } from "../../processors/contract/index.ts";
import { apiServer } from "../support/api-server.ts";
import { openView } from "../support/browser.ts";
import { openPages } from "../support/open-pages.ts";

const pages = openPages();
const { look } = pages;

const requestThat = (outcome: string): StoredRequest => {
  const found = pages.api.made.requests.find(
    ({ view }) => view.outcome === outcome && view.keys.transactionId.length > 0,
  );
  if (found === undefined) throw new Error(`the simulation has no request that ${outcome}`);
  return found;
};
const pathOf = ({ view }: StoredRequest): string => `/requests/${view.id}`;

describe("finding", () => {
  test("one search box leads from any identifier to its request", async () => {
    const { page } = await look("/");
    const request = requestThat("failed");
    await page.getByRole("searchbox").fill(request.view.keys.transactionId[0]?.toLowerCase() ?? "");
    await page.keyboard.press("Enter");
    await page.waitForURL(`**${pathOf(request)}`);
    expect(await page.locator(".sentence").innerText()).toContain("This request failed in stage");
  });

  test("what several requests carry leads to a list of them, and what nobody carries is said", async () => {
    const { page } = await look("/");
    const agent = pages.api.made.requests[0]?.keys.find(({ type }) => type === "userAgent")?.value ?? "";
    await page.getByRole("searchbox").fill(agent);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/requests?key=*");
    expect(await page.locator("tr[data-row]").count()).toBeGreaterThan(1);
    await page.goto("/requests?key=nobody-knows-me");
    const nothing = await page.locator("main").textContent();
    expect(nothing).toContain("No request matches nobody-knows-me");
    expect(nothing).toMatch(
      /has to be whole[^]*--key[^]*takes the beginning of a hexadecimal one, 8 characters/,
    );
  });

  test("filters narrow the list, stand in the address, and can be taken back", async () => {
    const { page } = await look("/requests");
    await page.locator("select[name=outcome]").selectOption("failed");
    await page.locator("select[name=host]").selectOption("ndes01");
    await page.getByRole("button", { name: "Apply" }).click();
    await page.waitForURL("**/requests?*outcome=failed*");
    const wanted = pages.api.made.requests.filter(
      ({ view }) => view.outcome === "failed" && view.host === "ndes01",
    );
    expect(await page.locator("tr[data-row]").count()).toBe(wanted.length);
    await page.getByRole("link", { name: "Clear" }).click();
    await page.waitForURL("**/requests");
  });
});

describe("one request", () => {
  test("shows six stages over time, its cause with steps, and each record with its own line", async () => {
    const request = requestThat("failed");
    const { page } = await look(pathOf(request));
    expect(await page.getByRole("table", { name: "Six stages" }).getByRole("row").count()).toBe(7);
    expect(await page.locator(".fall svg rect").count()).toBe(
      request.view.stages.filter(({ at }) => at !== null).length,
    );
    expect(await page.locator(".cause").textContent()).toContain(request.view.cause?.title);
    expect(await page.locator(".cause ol li").count()).toBeGreaterThan(0);
    expect(await page.locator(".records > li").count()).toBe(request.view.evidence.length);
    const first = page.locator(".records > li").first();
    expect(await first.locator(".place").textContent()).toMatch(/:\d+$/);
    expect((await first.locator("pre").textContent())?.length).toBeGreaterThan(10);
    expect(await page.locator(".binding").textContent()).toContain("Why these belong together");
  });

  test("gives a link to copy and a file to keep", async () => {
    const request = requestThat("failed");
    const { page } = await look(pathOf(request));
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(
      `${pages.api.server.url}${pathOf(request)}`,
    );
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "JSON" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`scepscope-${request.view.id}.json`);
  });

  test("tells times in UTC, and in the zone of the browser beside it", async () => {
    const { page } = await look(pathOf(requestThat("failed")));
    await page.locator("#live.on").waitFor();
    const title = await page.locator("time").first().getAttribute("title");
    expect(title).toMatch(/UTC\n.*(?:CET|GMT\+1).*, here/);
  });
});

describe("live", () => {
  test("a request that moves on is seen without a reload", async () => {
    const moving = provisional("moving-1", "open");
    await pages.api.filled.put(moving);
    const { page } = await look("/requests/moving-1");
    await page.locator("#live.on").waitFor();
    await page.evaluate("globalThis.notReloaded = true");
    expect(await page.locator(".title .badge").first().textContent()).toContain("open");
    await pages.api.filled.put({
      ...provisional("moving-1", "succeeded"),
      isFinal: true,
      changedAt: moving.changedAt + 1,
    });
    await page.locator(".title .badge.ok").waitFor();
    expect(await page.evaluate("globalThis.notReloaded")).toBe(true);
  });

  test("a new request comes to the top of the list, and the row that one stands on stays chosen", async () => {
    const { page } = await look("/requests");
    await page.locator("#live.on").waitFor();
    await page.keyboard.press("j");
    const chosen = await page.locator(".selected").getAttribute("data-row");
    await pages.api.filled.put(provisional("newest-1", "open", 120_000));
    await page.locator('tr.fresh[data-row="newest-1"]').waitFor();
    expect(await page.locator("tr[data-row]").first().getAttribute("data-row")).toBe("newest-1");
    expect(await page.locator(".selected").getAttribute("data-row")).toBe(chosen);
  });

  test("a page that found no place at the stream gets one when there is one, and then shows what it missed", async () => {
    const few = await apiServer({ limits: { eventReadersMax: 1 } });
    try {
      const first = await openView(pages.browser, few.server.url);
      await first.page.goto("/requests");
      await first.page.locator("#live.on").waitFor();
      const second = await openView(pages.browser, few.server.url);
      await second.page.goto("/requests");
      await second.page.locator("#live.off").waitFor();
      await few.filled.put(provisional("missed-1", "open"));
      await first.page.context().close();
      await second.page.locator('tr[data-row="missed-1"]').waitFor();
      expect(await second.page.locator("#live").innerText()).toBe("live");
    } finally {
      await few.close();
    }
  });

  test("the page of a provisional request leads to the one that it became part of", async () => {
    await pages.api.filled.put(provisional("early-1", "open"));
    const { page } = await look("/requests/early-1");
    await page.locator("#live.on").waitFor();
    const successor = requestThat("succeeded");
    await pages.api.filled.gone("early-1", successor.view.id);
    await page.waitForURL(`**${pathOf(successor)}`);
  });
});

describe("the keyboard", () => {
  test("goes to the search, through the rows, into a request and to the help", async () => {
    const { page } = await look("/requests");
    await page.locator("#live:not([hidden])").waitFor();
    await page.keyboard.press("/");
    expect(await focusedId(page)).toBe("search");
    await page.keyboard.press("Escape");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    const row = await page.locator(".selected").getAttribute("data-row");
    expect(row).toBe(await page.locator("tr[data-row]").first().getAttribute("data-row"));
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".selected a.open").focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/requests/${row}`);
  });

  test("leaves to a field what is written into it", async () => {
    const { page } = await look("/");
    await page.locator("#live:not([hidden])").waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("jkr?/o");
    expect(await page.getByRole("searchbox").inputValue()).toBe("jkr?/o");
  });
});

test("with a token the page asks for it once, in a form that any browser can send, and lets one out again", async () => {
  const token = "a-token-of-the-test-0123456789";
  const guarded = await apiServer({ auth: { token } });
  try {
    for (const script of [true, false]) {
      const { page, complaints } = await openView(pages.browser, guarded.server.url, { script });
      await page.goto("/requests?outcome=failed");
      await page.getByLabel("Token").fill("wrong");
      await page.getByRole("button", { name: "Log in" }).click();
      expect(await page.getByRole("alert").innerText()).toContain("That is not the token");
      await page.getByLabel("Token").fill(token);
      await page.getByRole("button", { name: "Log in" }).click();
      await page.waitForURL("**/requests?outcome=failed");
      expect(await page.locator("tr[data-row]").count()).toBeGreaterThan(0);
      expect(complaints.filter((words) => !words.includes("403"))).toEqual([]);
      await page.getByRole("button", { name: "Log out" }).click();
      await page.waitForURL("**/login");
      await page.goto("/");
      await page.waitForURL("**/login?next=*");
      await page.context().close();
    }
  } finally {
    await guarded.close();
  }
});

describe("hostile words of a log", () => {
  const markup = `</pre><script>globalThis.owned = true</script><img src=x onerror="globalThis.owned = true">\u202egnp.exe\u0007 {{1}} \${1}`;

  test("are shown as text, wherever they stand, and run nothing", async () => {
    const [stored] = pages.api.made.requests;
    if (stored === undefined) throw new Error("the simulation is empty");
    const id = `"><script>globalThis.owned = true</script>`;
    const hostile: StoredRequest = {
      ...stored,
      isFinal: false,
      view: {
        ...stored.view,
        id,
        host: markup,
        outcome: "open",
        keys: { ...stored.view.keys, transactionId: [markup] },
        evidence: stored.view.evidence.map((each) => ({ ...each, path: markup })),
        candidates: [{ path: markup, offset: 1, length: 2, why: markup }],
      },
      keys: [{ type: "userAgent", value: markup }],
      notes: stored.notes.map((note) => ({ ...note, fileId: "none", text: markup, why: markup })),
      claim: { because: markup, alternatives: [{ cause: markup, tellApart: markup }] },
    };
    await pages.api.filled.put(hostile);
    for (const path of [
      `/requests/${encodeURIComponent(id)}`,
      "/requests?outcome=open",
      "/",
      `/requests?key=${encodeURIComponent(markup)}`,
    ]) {
      const { page, complaints } = await look(path);
      await page.locator("#live.on").waitFor();
      expect(await page.evaluate("globalThis.owned")).toBeUndefined();
      expect(await page.locator("main script, main img").count()).toBe(0);
      expect(await page.locator("body").innerText()).not.toMatch(/[\u202e\u0007]/);
      expect(complaints).toEqual([]);
    }
    await pages.api.filled.gone(id, null);
  });
});

describe("a runbook", () => {
  test("is set as a page that one reads at night: steps have numbers, lists marks, headings room, code a ground", async () => {
    const { page } = await look("/runbooks/ScepVerifyBroken");
    const styleOf = (selector: string, name: string, pseudo = ""): Promise<unknown> =>
      page.evaluate(
        `getComputedStyle(document.querySelector(".runbook ${selector}"), "${pseudo}").getPropertyValue("${name}")`,
      );
    expect(await styleOf("ol li", "content", "::before")).toBe("counter(step)");
    expect(await styleOf("ol", "counter-reset")).toContain("step");
    expect(await styleOf("ul li", "content", "::before")).toBe('"–"');
    for (const heading of ["p + h2", "p + h3"])
      expect(Number.parseFloat(String(await styleOf(heading, "margin-top"))), heading).toBeGreaterThan(15);
    expect(await styleOf("code", "background-color")).not.toBe("rgba(0, 0, 0, 0)");
  });
});

const everyPage = (): readonly string[] => [
  "/",
  "/requests",
  pathOf(requestThat("failed")),
  pathOf(requestThat("succeeded")),
  "/hosts",
  "/hosts/ndes01",
  "/causes",
  "/causes/verify.challenge-expired",
  "/runbooks/ScepConnectorStopped",
  // Names of the registry that have no blank to break at, in a step and in a list.
  "/runbooks/ScepVerifyBroken",
  "/runbooks/ScepClientCertificateRejected",
  "/requests?key=nobody",
  "/no-such-page",
];

const somePages = (): readonly string[] => ["/", "/requests", pathOf(requestThat("failed")), "/hosts/ndes01"];

describe("every page", () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

  test.each([
    { options: { width: 1280 }, paths: everyPage },
    { options: { width: 1280, dark: true }, paths: somePages },
    { options: { width: 375 }, paths: somePages },
  ])("has no fault that an automated check of accessibility finds: $options", async ({ options, paths }) => {
    const { page } = await look("/", options);
    for (const path of paths()) {
      await page.goto(path);
      expect(await faultsOf(page, axe), path).toEqual([]);
    }
  });

  test("fits a narrow screen, and the search stays at hand", async () => {
    const { page } = await look("/", { width: 375 });
    for (const path of everyPage()) {
      await page.goto(path);
      expect(await page.evaluate("document.documentElement.scrollWidth"), path).toBeLessThanOrEqual(375);
      expect(await page.getByRole("searchbox").isVisible()).toBe(true);
    }
  });

  test.each([1280, 375])("explains its words, at a width of %d", async (width) => {
    const { page } = await look("/", { width });
    await page.locator("#help-button").click();
    for (const word of ["provisional", "unknown", "implied ○", "probable", "rejected", "gaps"])
      expect(await page.locator("#help").getByText(word, { exact: true }).isVisible(), word).toBe(true);
    await page.getByRole("button", { name: "Close" }).click();
    expect(await page.locator("#help").isVisible()).toBe(false);
  });

  test("can be read without a script", async () => {
    const { page } = await look("/", { script: false });
    for (const path of everyPage()) {
      await page.goto(path);
      expect((await page.locator("main").innerText()).length, path).toBeGreaterThan(60);
      expect(await page.locator("#help-button").isVisible()).toBe(false);
    }
    await page.goto("/");
    await page.getByRole("searchbox").fill(requestThat("failed").view.keys.transactionId[0] ?? "");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/requests/*");
  });

  test("weighs less than 100 KB with all that belongs to it, and loads nothing from elsewhere", async () => {
    for (const path of somePages()) {
      const { page, complaints } = await openView(pages.browser, pages.api.server.url);
      const sizes: Promise<number>[] = [];
      const strangers: string[] = [];
      page.on("response", (response) => {
        if (!response.url().startsWith(pages.api.server.url)) strangers.push(response.url());
        if (!response.url().includes("/events")) sizes.push(lengthOf(response));
      });
      await page.goto(path, { waitUntil: "load" });
      const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
      expect(strangers).toEqual([]);
      expect(bytes, path).toBeGreaterThan(3000);
      expect(bytes, path).toBeLessThan(100_000);
      expect(complaints.filter((words) => !words.includes("404"))).toEqual([]);
      await page.context().close();
    }
  });
});

async function faultsOf(page: Page, axe: string): Promise<unknown> {
  // The policy of the page keeps out scripts that are not its own: this one comes by the debugger's door.
  await page.evaluate(axe);
  return page.evaluate(
    `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.slice(0, 3).map((node) => node.html.slice(0, 160) + " | " + node.failureSummary).join(" ;; ")))`,
  );
}

/** What the page asks for after it has been seen may be cut off by the end of the test. */
function lengthOf(response: Response): Promise<number> {
  return response.body().then(
    ({ length }) => length,
    () => 0,
  );
}

function focusedId(page: Page): Promise<unknown> {
  return page.evaluate("document.activeElement.id");
}

/** A request that is newer than all others. */
function provisional(id: string, outcome: "open" | "succeeded", aheadMs: number = 60_000): StoredRequest {
  const [stored] = pages.api.made.requests;
  if (stored === undefined) throw new Error("the simulation is empty");
  const startedAt = new Date(pages.api.made.newestAt + aheadMs).toISOString();
  return {
    ...stored,
    isFinal: false,
    keys: [],
    view: { ...stored.view, id, outcome, startedAt, cause: null, failedStage: null },
  };
}
