import { readFileSync } from "node:fs";

/** What vitest's JSON report says of one test file; the other fields are not read. */
export interface FileReport {
  readonly name: string;
  readonly status: string;
  readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
}

export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/** The report of a run, or null where vitest ended before it wrote one. */
export function readReport(path: string): readonly FileReport[] | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")).testResults;
  } catch {
    return null;
  }
}

/** Counts tests. A file that does not even load, or whose hook fails, has no test that fails: it counts as one. */
export function tallyOf(reports: readonly FileReport[]): Tally {
  const count = (status: string): number =>
    reports.flatMap(({ assertionResults }) => assertionResults).filter((test) => test.status === status)
      .length;
  return { passed: count("passed"), failed: count("failed") + reports.filter(failsWithoutTest).length };
}

/** Tests that failed, by file and name. */
export function failedTests(reports: readonly FileReport[]): readonly string[] {
  return reports.flatMap((report) => {
    if (failsWithoutTest(report)) return [report.name];
    const failed = report.assertionResults.filter(({ status }) => status === "failed");
    return failed.map(({ fullName }) => `${report.name} > ${fullName}`);
  });
}

function failsWithoutTest({ status, assertionResults }: FileReport): boolean {
  return status === "failed" && !assertionResults.some((test) => test.status === "failed");
}
