import { expect, test } from "vitest";

import { metricsToMarkdown } from "../../../../deploy/dev/metrics-to-markdown.ts";
import { metrics, runtimePrefixes } from "../../../../processors/contract/index.ts";

const page = metricsToMarkdown(metrics, runtimePrefixes);

test("every metric and every label stands on the page", () => {
  for (const { name, labels, meaning } of metrics) {
    expect(page).toContain(`| \`${name}\` |`);
    expect(page).toContain(meaning);
    for (const label of labels) expect(page).toContain(`\n| \`${label.name}\` | `);
  }
});

test("the page says under which name the records of phones themselves count, and that the API shows them by theirs", () => {
  expect(page).toMatch(
    /`devices`: what phones and PCs say of themselves.*`\/api\/v1\/hosts` show each by its name/,
  );
});

test("a table has as many cells in each row as in its head", () => {
  for (const table of page.split("\n\n").filter((part) => part.startsWith("|"))) {
    const cells = table.split("\n").map((row) => row.split(" | ").length);
    expect(new Set(cells.filter((count) => count > 1)).size).toBeLessThan(2);
  }
});
