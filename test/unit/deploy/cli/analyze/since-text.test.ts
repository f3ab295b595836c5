import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { analyzeOptions } from "../../../../../deploy/cli/analyze-options.ts";

test("the command and the API each say by which moment of a request they go, and that the other goes by another", () => {
  const since = analyzeOptions.find(({ long }) => long === "--since")?.description;
  expect(since).toMatch(/ended at or after this time.*the page and the API go by when they began/);
  const api = readFileSync(new URL("../../../../../deploy/docs/openapi.json", import.meta.url), "utf8");
  expect(api).toMatch(/began at or after this moment.*`analyze --since` goes by when it ended/);
});
