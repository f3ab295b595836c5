import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { renewLists } from "../../../../../deploy/dev/services/renew-lists.ts";
import { folderWith } from "../../../collectors/folder.ts";

const locked = "E: Could not get lock /var/lib/apt/lists/lock. It is held by process 1 (apt-get)";
const wait = { waitMsMax: 20, pauseMs: 1 };

/** An apt-get of which so many calls fail with these words. */
function standIn(words: string, failures: number): { readonly apt: string; readonly calls: () => number } {
  const folder = folderWith({});
  const apt = join(
    folderWith({
      "apt-get": `#!/bin/sh\necho x >> ${folder}/calls\nif [ $(wc -l < ${folder}/calls) -le ${failures} ]; then echo "${words}" >&2; exit 100; fi\n`,
    }),
    "apt-get",
  );
  chmodSync(apt, 0o755);
  return { apt, calls: () => readFileSync(join(folder, "calls"), "utf8").split("\n").length - 1 };
}

it("another that renews the lists is waited for", () => {
  const { apt, calls } = standIn(locked, 2);
  expect(renewLists(apt, process.env, wait)).toBeNull();
  expect(calls()).toBe(3);
});

it("one that never ends is told", () => {
  expect(renewLists(standIn(locked, 1000).apt, process.env, wait)).toBe(locked);
});

it("what is no lock is told at once", () => {
  const { apt, calls } = standIn("E: Failed to fetch", 1000);
  expect(renewLists(apt, process.env, wait)).toBe("E: Failed to fetch");
  expect(calls()).toBe(1);
});
