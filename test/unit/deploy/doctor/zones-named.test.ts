import { expect, test } from "vitest";
import { checkPlaces } from "../../../../deploy/doctor/index.ts";
import { folderWith } from "../../collectors/folder.ts";

const line = "2026-11-22T10:00:00.1234567  VERB  Event  com.example.Class  18327  10  text\n";

test("every host whose zone nobody has named is named, as far as a line takes them", async () => {
  const named = async (count: number): Promise<string> => {
    const names = Array.from({ length: count }, (_, index) => `ndes${10 + index}`);
    const path = folderWith(Object.fromEntries(names.map((name) => [`${name}/OMADM.log`, `${line}${name}`])));
    const place = { path, name: "", host: null, include: [], exclude: [], optional: false };
    const findings = await checkPlaces([place], () => null);
    return findings.find(({ level }) => level === "warn")?.remedy ?? "";
  };
  expect(await named(3)).toContain("name it for ndes10, ndes11 and ndes12 under");
  expect(await named(12)).toMatch(/ndes10, .*, ndes17 and 4 more hosts under/);
});
