import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import { watchFolder } from "../../../../collectors/index.ts";
import { folderWith } from "../folder.ts";

test("a change in a folder is told by name; a folder that is not there is not watched", async () => {
  const folder = folderWith({});
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const stop = watchFolder(folder, resolve);
  writeFileSync(join(folder, "a.log"), "x");
  expect(stop === null ? "a.log" : await promise).toBe("a.log");
  stop?.();
  expect(watchFolder(join(folder, "missing"), resolve)).toBeNull();
});
