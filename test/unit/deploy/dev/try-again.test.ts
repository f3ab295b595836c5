import { expect, test } from "vitest";

import type { FileReport } from "../../../../deploy/dev/test-report.ts";
import { failedTests, tallyOf } from "../../../../deploy/dev/test-report.ts";
import { filesToTryAgain, withLater } from "../../../../deploy/dev/try-again.ts";

const report = (name: string, ...statuses: readonly string[]): FileReport => ({
  name: `/project/test/${name}`,
  status: statuses.includes("failed") ? "failed" : "passed",
  assertionResults: statuses.map((status, at) => ({ status, fullName: `test ${at + 1}` })),
});
const wontLoad: FileReport = { ...report("e2e/torn.test.ts"), status: "failed" };

test("few failed files with real parts are tried again, and only they", () => {
  const reports = [
    report("integrity/a.test.ts", "passed", "failed"),
    report("unit/b.test.ts", "passed"),
    wontLoad,
  ];
  expect(filesToTryAgain(reports)).toEqual([
    "/project/test/integrity/a.test.ts",
    "/project/test/e2e/torn.test.ts",
  ]);
});

test("a failed test without real parts is a failure, and nothing is tried again", () => {
  const unit = report("unit/b.test.ts", "failed");
  expect(filesToTryAgain([unit])).toEqual([]);
  expect(filesToTryAgain([unit, report("integrity/a.test.ts", "failed")])).toEqual([]);
});

test("many failures have one cause: none is tried again", () => {
  const failed = ["a", "b", "c", "d"].map((name) => report(`integrity/${name}.test.ts`, "failed"));
  expect(filesToTryAgain(failed.slice(1))).toHaveLength(3);
  expect(filesToTryAgain(failed)).toEqual([]);
});

test("what a later run says of a file takes the place of what was said before, and a file that fails again stays failed", () => {
  const first = [report("integrity/a.test.ts", "passed", "failed"), report("unit/b.test.ts", "passed")];
  expect(tallyOf(first)).toEqual({ passed: 2, failed: 1 });
  expect(tallyOf(withLater(first, [report("integrity/a.test.ts", "passed", "passed")]))).toEqual({
    passed: 3,
    failed: 0,
  });
  expect(tallyOf(withLater(first, [report("integrity/a.test.ts", "failed", "failed")]))).toEqual({
    passed: 1,
    failed: 2,
  });
});

test("a file that does not load counts as one failure, and is told by its name", () => {
  expect(tallyOf([wontLoad])).toEqual({ passed: 0, failed: 1 });
  expect(failedTests([wontLoad, report("integrity/a.test.ts", "passed", "failed")])).toEqual([
    "/project/test/e2e/torn.test.ts",
    "/project/test/integrity/a.test.ts > test 2",
  ]);
});
