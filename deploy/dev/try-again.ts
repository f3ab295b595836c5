import type { FileReport } from "./test-report.ts";

/** Tests with brokers, stores or a browser that are started for them, on a machine that does other things too. */
const withRealParts = /\/test\/(?:alerts|conformance|e2e|integration|integrity)\//;
const filesMax = 3;

/**
 * Files with failed tests that are run once more, alone: those with real parts, and only when few failed. Many failures have one cause,
 * and a test without real parts has no reason to come out otherwise the second time: then none is.
 */
export function filesToTryAgain(reports: readonly FileReport[]): readonly string[] {
  const failed = reports.filter(({ status }) => status === "failed").map(({ name }) => name);
  const worthIt = failed.length <= filesMax && failed.every((name) => withRealParts.test(name));
  return worthIt ? failed : [];
}

/** The reports of a run in which those of a later run have taken the place of their earlier ones. */
export function withLater(
  reports: readonly FileReport[],
  later: readonly FileReport[],
): readonly FileReport[] {
  const again = new Set(later.map(({ name }) => name));
  return [...reports.filter(({ name }) => !again.has(name)), ...later];
}
