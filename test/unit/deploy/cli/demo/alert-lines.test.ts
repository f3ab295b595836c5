import { expect, test } from "vitest";
import { createAlertLines } from "../../../../../deploy/cli/demo/alert-lines.ts";
import type { FiringAlert } from "../../../../../processors/api/index.ts";

const alert: FiringAlert = {
  name: "ScepCaUnreachable",
  severity: "critical",
  host: "ndes01",
  summary: "NDES on ndes01 could not reach the CA",
  since: 0,
  requests: null,
};

test("an alert is said when it begins and when it is over, and not while it lasts", () => {
  const lines = createAlertLines();
  expect(lines([])).toBe("");
  expect(lines([alert])).toBe(
    "would fire  critical  ScepCaUnreachable: NDES on ndes01 could not reach the CA\n",
  );
  expect(lines([alert])).toBe("");
  expect(lines([])).toBe("is over     critical  ScepCaUnreachable: NDES on ndes01 could not reach the CA\n");
});

test("what a log wrote commands no terminal, and makes no line", () => {
  const lines = createAlertLines();
  expect(lines([{ ...alert, summary: "a\x1B[2J\nb" }])).toBe(
    "would fire  critical  ScepCaUnreachable: a\\u001b[2J b\n",
  );
});
