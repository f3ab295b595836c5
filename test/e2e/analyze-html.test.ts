import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

import { simulate } from "../simulation/index.ts";
import { openBrowser, openView } from "../support/browser.ts";
import { runCommand } from "./run-command.ts";

let folder = "";
const hostile = "<script>globalThis.owned=1</script><img/src=x/onerror=globalThis.owned=1>";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "scepscope-html-"));
  for (const { path, bytes } of simulate("example", 7).files) {
    const place = join(folder, "logs", path);
    mkdirSync(dirname(place), { recursive: true });
    // Every user agent of every web log means harm.
    const text = path.includes("u_ex")
      ? Buffer.from(bytes.toString("latin1").replaceAll(/Mozilla|mdmclient|profiled/g, hostile), "latin1")
      : bytes;
    writeFileSync(place, text);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("analyze --html writes a page of its own that runs nothing, loads nothing and tells what the text tells", async () => {
  const file = join(folder, "report.html");
  const { code, out, err } = await runCommand(["analyze", join(folder, "logs"), "--html", file]);
  expect({ code, err }).toEqual({ code: 1, err: "" });
  expect(out).toMatch(/17 of 62 certificate requests failed/);
  expect(readFileSync(file, "utf8")).not.toMatch(/<script|<img|https?:\/\/(?!www\.w3\.org)[^ <]*"|url\(/i);
  const browser = await openBrowser();
  try {
    const { page, complaints } = await openView(browser, "http://127.0.0.1:9");
    await page.goto(pathToFileURL(file).href);
    expect(await page.evaluate("globalThis.owned")).toBeUndefined();
    expect(await page.locator("main").innerText()).toContain(hostile);
    expect(await page.locator(".tiles .figure").allInnerTexts()).toEqual(["62", "45", "17", "0", "0"]);
    const doubts = await page.locator('[data-part="doubts"] li').allInnerTexts();
    const flat = (text: string): string => text.replaceAll(/\s+/g, " ").trim();
    expect(doubts.map(flat)).toEqual(howSure(out).map(flat));
    const spans = await page.locator('[data-part="causes"] .whom').allInnerTexts();
    expect(spans.length).toBeGreaterThan(1);
    for (const span of spans) {
      expect(span).toMatch(/^2026-.* UTC · .*(device|devices)\b/);
      expect(flat(out)).toContain(span);
    }
    const link = page.locator("table.requests a.open").first();
    const target = await link.getAttribute("href");
    expect(
      await page
        .locator(target ?? "")
        .locator(".records li")
        .count(),
    ).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
  }
});

/** What the verdict says under its heading: a figure, and what it is of, over one line or several. */
function howSure(verdict: string): readonly string[] {
  const section = /HOW SURE THIS IS[^\n]*\n((?: .*\n)+)/.exec(verdict)?.[1] ?? "";
  return section.split(/\n(?= {1,6}[\d,]+ {2}\S)/).filter((line) => line !== "");
}

test("a report that cannot be written is told with what to do", async () => {
  const { code, err } = await runCommand([
    "analyze",
    join(folder, "logs"),
    "--html",
    join(folder, "no", "where.html"),
  ]);
  expect({ code, err }).toEqual({
    code: 2,
    err: expect.stringMatching(/the report cannot be written.*\[output\.failed\]/),
  });
});

test("a reader of the output that has seen enough takes nothing from the report", async () => {
  const file = join(folder, "head.html");
  const args = ["analyze", join(folder, "logs"), "--json", "--html", file];
  await runCommand(args, { closesEarly: true });
  expect(readFileSync(file, "utf8")).toMatch(/<\/html>\s*$/);
});

test("a key that no request carries is an error, and makes no report of nothing", async () => {
  const file = join(folder, "nobody.html");
  const { code, err } = await runCommand([
    "analyze",
    join(folder, "logs"),
    ...["--key", "nobody-knows-me", "--html", file],
  ]);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("[input.unknown-key]") });
  expect(existsSync(file)).toBe(false);
});
