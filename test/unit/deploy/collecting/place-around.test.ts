import { mkdtempSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ownFiles, placeAround } from "../../../../deploy/collecting/index.ts";

const box = mkdtempSync(join(tmpdir(), "scepscope-place-around-"));
afterAll(() => rmSync(box, { recursive: true, force: true }));
const logs = join(box, "logs");
mkdirSync(logs);
symlinkSync(logs, join(box, "link"));

const place = { path: logs, name: "", host: null, include: [], exclude: [], optional: false };

test.each([
  ["in the folder that is followed", join(logs, "deep", "state"), place],
  ["that folder itself", logs, place],
  ["in it by another name", join(box, "link", "state"), place],
  ["among all XML files", join(logs, "state"), { ...place, include: ["*.xml"] }],
])("a data folder that is %s is found", (_, folder, around) => {
  expect(placeAround(folder, ownFiles, [{ ...place, path: join(box, "other") }, around])).toBe(around);
});

test.each([
  ["beside it", join(box, "state"), place],
  ["beside it, with a name that begins alike", `${logs}-state`, place],
  ["above it", box, place],
  ["left out", join(logs, "state"), { ...place, exclude: ["state/**"] }],
  ["of no wanted name", join(logs, "state"), { ...place, include: ["W3SVC*/*.log"] }],
])("a data folder that is %s is none of its logs", (_, folder, around) => {
  expect(placeAround(folder, ownFiles, [around])).toBeUndefined();
});
