import { describe, expect, it } from "vitest";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMemoryStore, openSqliteStore } from "../../processors/live.ts";
import type { Store } from "../../processors/contract/index.ts";
import { finalCommit, idsOf } from "../support/commits.ts";
import { madeRequest } from "../support/made-requests.ts";
import { promiseStore } from "./store.ts";

describe("the store in memory", () => {
  promiseStore(() => {
    const store = createMemoryStore();
    return {
      open: () => Promise.resolve(store),
      clear: () => store.close(),
      isKept: false,
      tellsResuming: true,
    };
  });

  it("forgets final requests beyond its limit, those that came first, first", async () => {
    const store = createMemoryStore({ requestsMax: 2 });
    const owner = await store.own("p0");
    for (const id of ["a", "b", "c"]) await owner.commit(finalCommit(id, [madeRequest({ id })]));
    expect(await idsOf(store)).toEqual(["b", "c"]);
  });
});

describe("the SQLite store", () => {
  promiseStore(() => {
    const folder = mkdtempSync(join(tmpdir(), "scepscope-store-"));
    const opened: Store[] = [];
    return {
      open: () => {
        const store = openSqliteStore({
          path: join(folder, "store.sqlite"),
          fileBytesMax: null,
          ageMsMax: null,
          bytesMax: null,
          now: () => 0,
          onEvent: () => {},
        });
        opened.push(store);
        return Promise.resolve(store);
      },
      clear: async () => {
        for (const store of opened) await store.close();
        rmSync(folder, { recursive: true });
      },
      isKept: true,
      tellsResuming: false,
    };
  });
});
