import { expect, test } from "vitest";

import { globMatcher } from "../../../../collectors/files/index.ts";

test.each<[glob: string, path: string, matches: boolean]>([
  ["*.log", "a.log", true],
  ["*.log", "deep/er/A.LOG", true],
  ["*.log", "a.log.1", false],
  ["W3SVC*/*.log", "W3SVC12/u_ex1.log", true],
  ["W3SVC*/*.log", "other/W3SVC12/u_ex1.log", false],
  ["W3SVC*/*.log", "W3SVC12/deep/u_ex1.log", false],
  ["**/x?.log", "x1.log", true],
  ["**/x?.log", "a/b/x1.log", true],
  ["a/**", "a/b/c", true],
  ["a[1]+(b).log", "a[1]+(b).log", true],
  ["a[1].log", "a1.log", false],
  ["%4Admin.evtx", "x%4Admin.evtx", false],
])("%s and %s", (glob, path, matches) => {
  expect(globMatcher([glob])(path)).toBe(matches);
});

test("a long name costs no more than its length", () => {
  expect(globMatcher(["**/*a*/**/*b"])(`${"a/".repeat(2000)}c`)).toBe(false);
});
