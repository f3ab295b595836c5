import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe } from "vitest";

import { createMemoryStore, openSqliteStore } from "../../../processors/state/index.ts";
import { promiseRequests } from "./promise-requests.ts";

describe("over the store in memory", () => {
  promiseRequests(createMemoryStore);
});

describe("over the SQLite store", () => {
  const folder = mkdtempSync(join(tmpdir(), "scepscope-api-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  promiseRequests(() =>
    openSqliteStore({
      path: join(folder, "store.sqlite"),
      fileBytesMax: null,
      ageMsMax: null,
      bytesMax: null,
      now: () => 0,
      onEvent: () => undefined,
    }),
  );
});
