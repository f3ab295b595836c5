import { expect, test } from "vitest";

import { globMatcher, wantedBy } from "../../../../collectors/files/index.ts";

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

test.each<[include: string, folder: string, mayHold: boolean]>([
  ["*/mscep.log", "svc-ndes", true],
  ["*/mscep.log", "svc-ndes/AppData", false],
  ["W3SVC*/*.log", "w3svc12", true],
  ["W3SVC*/*.log", "FTPSVC1", false],
  ["W3SVC*/*.log", "W3SVC12/deep", false],
  ["*.log", "any/where", true],
  ["a/**", "a/b/c", true],
  ["a/**", "b", false],
  ["**/x.log", "a/b", true],
])("with %s the folder %s may hold a file: %s", (include, folder, mayHold) => {
  expect(wantedBy({ include: [include], exclude: [] }).folder(folder)).toBe(mayHold);
});

test("without any pattern everything is wanted but what is excluded", () => {
  const wanted = wantedBy({ include: [], exclude: ["*.tmp"] });
  expect(["a/b.log", "a/b.tmp"].map((path) => wanted.file(path))).toEqual([true, false]);
  expect(wanted.folder("a/b")).toBe(true);
});
