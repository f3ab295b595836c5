import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StoreFailed } from "../../processors/contract/index.ts";
import type { Store } from "../../processors/contract/index.ts";
import type { SqliteStoreEvent } from "../../processors/live.ts";
import { migrate } from "../../processors/state/sqlite/schema.ts";
import { emptyCommit, finalCommit, idsOf, provisional } from "../support/commits.ts";
import { madeRequest, startOfTime } from "../support/made-requests.ts";
import { openTestStore } from "../support/sqlite-stores.ts";

let folder = "";
let path = "";
let events: SqliteStoreEvent[] = [];
const opened: Store[] = [];
const open = (options: Parameters<typeof openTestStore>[1] = {}): Store => {
  const store = openTestStore(path, { onEvent: (event) => events.push(event), ...options });
  opened.push(store);
  return store;
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "scepscope-sqlite-"));
  path = join(folder, "store", "store.sqlite");
  events = [];
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  rmSync(folder, { recursive: true });
});

describe("a damaged file", () => {
  it("is set aside when it is opened, under a name with its time; an empty one is begun, and both are told", async () => {
    await fill(open(), 300);
    await closeAll();
    spoil(path);
    const store = open({ now: () => startOfTime });
    expect(events).toMatchObject([{ type: "damaged", path }]);
    expect(readdirSync(join(folder, "store"))).toContain("store.sqlite.damaged-2026-11-22T06-00-00-000Z");
    expect(await idsOf(store)).toEqual([]);
    await fill(store, 3);
    expect(await idsOf(store)).toHaveLength(3);
    if (process.platform !== "win32") expect(statSync(path).mode & 0o077).toBe(0);
  });

  it("is set aside when it is no database at all; a second one has a name of its own", async () => {
    for (let count = 0; count < 2; count += 1) {
      await fill(open({ now: () => startOfTime }), 1);
      await closeAll();
      writeFileSync(path, `this is no database ${"x".repeat(5000)}`);
    }
    open({ now: () => startOfTime });
    const names = readdirSync(join(folder, "store")).filter((name) => name.includes("damaged"));
    expect(names).toHaveLength(2);
    expect(readFileSync(join(folder, "store", names[0] ?? ""), "utf8")).toContain("this is no database");
  });

  it("is set aside when it is found while it is in use: who used it is told to begin again, and can", async () => {
    await fill(open(), 300);
    await closeAll();
    const store = open();
    const owner = await store.own("p0");
    spoil(path);
    await expect(idsOf(store)).rejects.toMatchObject({ code: "store.damaged", retryable: false });
    expect(events).toMatchObject([{ type: "damaged", path }]);
    // Nobody has taken its place: it has lost what it owned.
    await expect(owner.commit(finalCommit("9", []))).rejects.toMatchObject({ code: "store.damaged" });
    const later = await store.own("p0");
    expect(later.saved).toBeNull();
    expect(later.epoch).toBeGreaterThan(owner.epoch);
    await later.commit(finalCommit("1", [madeRequest({ id: "a" })]));
    expect(await idsOf(store)).toEqual(["a"]);
  });
});

describe("a file of another version", () => {
  it("is refused when it is newer, and left as it is", async () => {
    await fill(open(), 1);
    await closeAll();
    change("PRAGMA user_version = 99");
    const before = readFileSync(path);
    expect(open).toThrow(/later version.*99/);
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(events).toEqual([]);
  });

  it("is read when it is of the first version, where each request lies by itself", async () => {
    await fill(open(), 1);
    await closeAll();
    change("PRAGMA user_version = 1");
    const store = open();
    expect(events).toMatchObject([{ type: "migrated", from: 1 }]);
    expect(await store.lookup.request("r0")).toEqual(madeRequest({ id: "r0" }));
  });

  it("is refused when it belongs to another program", async () => {
    await fill(open(), 1);
    await closeAll();
    change("PRAGMA application_id = 7");
    expect(open).toThrow(expect.objectContaining({ code: "store.foreign", retryable: false }));
  });

  const steps = ["CREATE TABLE a (x)", "ALTER TABLE a ADD COLUMN y DEFAULT 5; INSERT INTO a (x) VALUES (2)"];

  it("is brought up to date when it is older, and keeps what it holds", () => {
    const db = new DatabaseSync(":memory:");
    expect(migrate(db, path, steps.slice(0, 1))).toBe(0);
    db.exec("INSERT INTO a VALUES (1)");
    expect(migrate(db, path, steps)).toBe(1);
    expect(migrate(db, path, steps)).toBe(2);
    expect(
      db
        .prepare("SELECT x, y FROM a")
        .all()
        .map((row) => Object.values(row)),
    ).toEqual([
      [1, 5],
      [2, 5],
    ]);
  });

  it("stays what it was when a step fails", () => {
    const db = new DatabaseSync(":memory:");
    migrate(db, path, steps.slice(0, 1));
    expect(() => migrate(db, path, [...steps, "CREATE TABLE a (x)"])).toThrow("already exists");
    expect(migrate(db, path, steps)).toBe(1);
  });
});

describe("a disk without room", () => {
  it("refuses a commit as a whole, with an error that says so; with room it works again", async () => {
    const store = open({ fileBytesMax: 400_000 });
    const owner = await store.own("p0");
    let kept = 0;
    const next = (): Promise<void> => {
      const requests = Array.from({ length: 20 }, (_, index) => provisional(`r${kept}-${index}`));
      return owner.commit({ ...finalCommit(String(kept), requests) });
    };
    const failure = await (async () => {
      for (; ; kept += 1)
        try {
          await next();
        } catch (error) {
          return error;
        }
    })();
    expect(failure).toBeInstanceOf(StoreFailed);
    expect(failure).toMatchObject({ code: "store.disk-full", retryable: true });
    expect(kept).toBeGreaterThan(2);
    expect(await idsOf(store, 1000)).toHaveLength(20 * kept);
    expect((await store.lookup.summary({})).requests).toBe(20 * kept);
    const gone = Array.from({ length: 20 }, (_, index) => ({ id: `r0-${index}`, successor: null }));
    await owner.commit({ ...emptyCommit, gone });
    await owner.commit({
      ...emptyCommit,
      gone: gone.map(({ id }) => ({ id: id.replace("r0", "r1"), successor: null })),
    });
    await next();
    expect(await idsOf(store, 1000)).toHaveLength(20 * (kept - 1));
    expect((await store.own("p0")).saved?.position).toBe(String(kept));
  });
});

describe("a place that cannot be used", () => {
  it("is named, and may be tried again", () => {
    writeFileSync(join(folder, "store"), "a file where a folder should be");
    expect(open).toThrow(expect.objectContaining({ code: "store.unavailable", retryable: true }));
  });
});

describe("a large commit", () => {
  it("lets lookups have their turn, and they see nothing of it before it is whole", async () => {
    const store = open();
    const owner = await store.own("p0");
    const requests = Array.from({ length: 200 }, (_, index) => madeRequest({ id: `r${index}` }));
    let isWhole = false;
    const committing = owner.commit(finalCommit("1", requests)).finally(() => {
      isWhole = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect([isWhole, await idsOf(store), await store.lookup.summary({})]).toMatchObject([
      false,
      [],
      { requests: 0 },
    ]);
    await committing;
    expect((await store.lookup.summary({})).requests).toBe(200);
  });
});

describe("another process that writes", () => {
  it("is waited for", async () => {
    const owner = await open().own("p0");
    const other = new DatabaseSync(path);
    other.exec("BEGIN IMMEDIATE");
    const waiting = owner.commit(finalCommit("1", [madeRequest({ id: "a" })]));
    await new Promise((resolve) => setImmediate(resolve));
    other.exec("COMMIT");
    other.close();
    await waiting;
  });

  it("is not waited for for ever, and nothing of the commit is kept", async () => {
    const store = open();
    const owner = await store.own("p0");
    const other = new DatabaseSync(path);
    other.exec("BEGIN IMMEDIATE");
    const commit = finalCommit("1", [madeRequest({ id: "a" })]);
    await expect(owner.commit(commit)).rejects.toMatchObject({ code: "store.busy", retryable: true });
    expect(await idsOf(store)).toEqual([]);
    other.close();
    await owner.commit(commit);
    expect(await idsOf(store)).toEqual(["a"]);
  });
});

describe("requests that were final at one time", () => {
  it("are each read as they were, with provisional ones between them, and when some of them are forgotten", async () => {
    let now = startOfTime;
    const store = open({ ageMsMax: 1000, now: () => now });
    const owner = await store.own("p0");
    const requests = Array.from({ length: 100 }, (_, index) => {
      const wish = { id: `x${index}`, started: startOfTime + index, changedAt: startOfTime + index * 100 };
      return madeRequest({ ...wish, isFinal: index % 7 !== 3 });
    });
    await owner.commit(finalCommit("1", requests));
    const left = async (): Promise<readonly unknown[]> => {
      const one = await Promise.all(requests.map(({ view }) => store.lookup.request(view.id)));
      const { requests: listed } = await store.lookup.list({}, { limit: 1000, cursor: null });
      const found = one.filter((request) => request !== null);
      expect(listed).toEqual(found.toReversed());
      return found;
    };
    expect(await left()).toEqual(requests);
    now = startOfTime + 5000;
    await owner.commit(finalCommit("2", []));
    const isKept = ({ changedAt, isFinal }: (typeof requests)[number]): boolean =>
      !isFinal || changedAt >= now - 1000;
    expect(await left()).toEqual(requests.filter(isKept));
  });
});

describe("retention", () => {
  it("forgets what changed last before its time, with its keys and counts, and says how much", async () => {
    let now = startOfTime;
    const dayMs = 86_400_000;
    const store = open({ ageMsMax: dayMs, now: () => now });
    const owner = await store.own("p0");
    const first = Array.from({ length: 100 }, (_, index) => madeRequest({ id: `x${index}` }));
    await owner.commit({ ...finalCommit("1", first), gone: [{ id: "before", successor: "x5" }] });
    now += dayMs + 1;
    const fresh = madeRequest({ id: "fresh", started: now, changedAt: now });
    for (const position of ["2", "3"]) await owner.commit(finalCommit(position, [fresh]));
    expect(await idsOf(store)).toEqual(["fresh"]);
    expect((await store.lookup.summary({})).requests).toBe(1);
    for (const key of ["x5", "before"])
      expect((await store.lookup.list({ key }, { limit: 5, cursor: null })).requests).toEqual([]);
    expect(forgotten()).toEqual({ forAge: 100, forSize: 0 });
  });

  it("keeps the file at its size, and forgets what came first", async () => {
    const bytesMax = 600_000;
    const store = open({ bytesMax });
    const owner = await store.own("p0");
    for (let round = 0; round < 60; round += 1) {
      const requests = Array.from({ length: 50 }, (_, index) =>
        madeRequest({ id: `r${round}-${index}`, started: startOfTime + round }),
      );
      await owner.commit(finalCommit(String(round), requests));
    }
    await closeAll();
    expect(statSync(path).size).toBeLessThan(bytesMax * 1.3);
    const again = open();
    const ids = await idsOf(again, 1000);
    expect(ids).toContain("r59-49");
    expect(ids).not.toContain("r0-0");
    expect(ids.length + forgotten().forSize).toBe(3000);
  });
});

function forgotten(): { readonly forAge: number; readonly forSize: number } {
  const sum = { forAge: 0, forSize: 0 };
  for (const event of events)
    if (event.type === "forgotten") {
      sum.forAge += event.forAge;
      sum.forSize += event.forSize;
    }
  return sum;
}

async function fill(store: Store, count: number): Promise<void> {
  const owner = await store.own("p0");
  const requests = Array.from({ length: count }, (_, index) => madeRequest({ id: `r${index}` }));
  await owner.commit(finalCommit("1", requests));
}

async function closeAll(): Promise<void> {
  for (const store of opened.splice(0)) await store.close();
}

/** Writes over all but the first pages. */
function spoil(file: string): void {
  const handle = openSync(file, "r+");
  const start = 3 * 4096;
  writeSync(handle, Buffer.alloc(statSync(file).size - start, 0x5a), 0, null, start);
  closeSync(handle);
}

function change(sql: string): void {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
}
