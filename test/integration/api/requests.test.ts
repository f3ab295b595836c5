import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

import type { Store } from "../../../processors/contract/index.ts";
import { createMemoryStore, openSqliteStore } from "../../../processors/state/index.ts";
import { apiServer } from "../../support/api-server.ts";
import { useFleetStores } from "../../support/redis-stores.ts";
import { promiseRequests } from "./promise-requests.ts";

const openFleetStore = useFleetStores();
const folder = mkdtempSync(join(tmpdir(), "scepscope-api-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function sqliteStore(name: string): Store {
  return openSqliteStore({
    path: join(folder, name),
    fileBytesMax: null,
    ageMsMax: null,
    bytesMax: null,
    now: () => 0,
    onEvent: () => undefined,
  });
}

describe("over the store in memory", () => {
  promiseRequests(createMemoryStore);
});

describe("over the SQLite store", () => {
  promiseRequests(() => sqliteStore("one.sqlite"));
});

describe("over the store of a fleet, which another process fills", () => {
  promiseRequests(openFleetStore);
});

it("what is answered does not depend on the store", async () => {
  const answers: unknown[] = [];
  for (const store of [createMemoryStore(), sqliteStore("two.sqlite"), await openFleetStore()]) {
    const api = await apiServer({}, store);
    const paths = [
      "requests?limit=500",
      "requests?outcome=failed",
      "summary",
      "summary?host=ndes02",
      "hosts",
    ];
    const told = paths.map(async (path) => (await fetch(`${api.server.url}/api/v1/${path}`)).json());
    answers.push(await Promise.all(told));
    await api.close();
  }
  for (const other of answers.slice(1)) expect(other).toEqual(answers[0]);
});
