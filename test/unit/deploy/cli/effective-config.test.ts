import { resolve } from "node:path";
import { expect, test } from "vitest";
import { effectiveConfig } from "../../../../deploy/cli/effective-config.ts";

test("a data folder that is empty, such as a variable that is not set, is refused and not the folder that we are in", () => {
  expect(() => effectiveConfig({ data: "" })).toThrow("--data is empty");
  expect(effectiveConfig({ data: "state" }).dataFolder).toBe(resolve("state"));
});
