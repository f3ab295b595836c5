import { expect, test } from "vitest";
import { alerts, runbooks } from "../../../../alerts/index.ts";
import { catalogue } from "../../../../processors/index.ts";
import { pageText, runbookPage } from "../../../../processors/page/index.ts";

test("headings, lists, code and plain words of a runbook come out as such, and markup in it as text", () => {
  const page = pageText(
    runbookPage("# A\n\n<!-- b -->\n\n## C\n\nd `e <f>` \\<g\\>\n\n- h\n- i\n\n1. j\\_k\n2. l\n"),
  );
  for (const part of [
    "<h1>A</h1>",
    "<h2>C</h2>",
    "<code>e &lt;f&gt;</code>",
    "&lt;g&gt;",
    "<li>h</li>",
    "<li>j_k</li>",
  ])
    expect(page).toContain(part);
  expect(page).not.toContain("b -->");
});

test("where a runbook has something from is told apart from what it says", () => {
  expect(pageText(runbookPage("*Source:* RFC\n\na *b*\n"))).toMatch(
    /<p class="dim source">Source: RFC<\/p>\s*<p>a \*b\*<\/p>/,
  );
});

test("every runbook has a page without a rest of its markup", () => {
  const pages = runbooks(catalogue);
  for (const { name } of alerts) {
    const page = pageText(runbookPage(pages.get(name) ?? ""));
    expect(page, name).toContain(`<h1>${name}</h1>`);
    expect(page.replaceAll(/<code>.*?<\/code>/g, ""), name).not.toMatch(/^#|\n- |`/);
  }
});
