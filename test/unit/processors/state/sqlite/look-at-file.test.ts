import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lookAtFile } from "../../../../../processors/live.ts";
import { bytes, emptyCommit, madeHost, provisional, stateCommit } from "../../../../support/commits.ts";
import { madeRequest } from "../../../../support/made-requests.ts";
import { openTestStore } from "../../../../support/sqlite-stores.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "scepscope-look-"));
  path = join(folder, "scepscope.sqlite");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a store that is in use is looked at as of its last commit, and its owner goes on undisturbed", async () => {
  const store = openTestStore(path);
  const owner = await store.own("all");
  await owner.commit({
    ...stateCommit("7", [["a", bytes(1, 2)]]),
    requests: [madeRequest({ id: "a" })],
    hosts: [madeHost("ndes01")],
  });
  await owner.commit({ ...emptyCommit, requests: [provisional("b")] });
  expect(lookAtFile(path)).toEqual({
    schema: 2,
    partitions: [
      {
        partition: "all",
        epoch: owner.epoch,
        position: "7",
        stateBytes: 2,
        isRebuilding: false,
        isResuming: false,
        owner: null,
      },
    ],
    requests: 2,
    provisional: 1,
    hosts: 1,
  });
  await owner.commit(stateCommit("8", []));
  expect(lookAtFile(path).partitions[0]?.position).toBe("8");
  await store.close();
  expect(lookAtFile(path).requests).toBe(2);
});

test("what is no store is refused, and left as it is", () => {
  writeFileSync(path, "no database at all, but a text that is long enough to be looked at".repeat(20));
  const before = readFileSync(path);
  expect(() => lookAtFile(path)).toThrow(/damaged|another program/);
  expect(readFileSync(path)).toEqual(before);
});
