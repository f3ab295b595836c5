import { expect, test } from "vitest";
import { examples } from "../../../../deploy/cli/command.ts";

test("each example begins with the command, also one whose path ends with its name", () => {
  const lines = ["up", "TOKEN=x scepscope up", "state --data /var/lib/scepscope --json"];
  expect(examples(lines).split("\n").slice(2)).toEqual([
    "  scepscope up",
    "  TOKEN=x scepscope up",
    "  scepscope state --data /var/lib/scepscope --json",
  ]);
});
