import { readdirSync, statSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { writeLoadInto } from "../support/load-folder.ts";
import { metricsOf, requestsOf, sumOf, until } from "../support/up-answers.ts";
import { upLives, whenDone } from "../support/up-lives.ts";
import type { Finished } from "../support/up-lives.ts";

const lives = upLives();
const { load } = lives;
let undamaged: Finished;
beforeAll(async () => {
  await writeLoadInto(load, { seed: 8, historyMs: 60_000, everyMs: 500, stepped: () => false });
  undamaged = await lives.finished();
});

const store = join(load.place.dataFolder, "scepscope.sqlite");
const asides = (): string[] =>
  readdirSync(load.place.dataFolder).filter((name) => name.includes(".damaged-"));

/** Other bytes in the middle of a file: all but its first and last tenth. */
async function spoil(path: string): Promise<void> {
  const { size } = statSync(path);
  await using file = await open(path, "r+");
  await file.write(Buffer.alloc(Math.floor(size * 0.8), 0xa5), 0, undefined, Math.floor(size * 0.1));
}

function same({ requests, totals }: Omit<Finished, "log">): void {
  expect(requests).toEqual(undamaged.requests);
  expect(totals).toEqual(undamaged.totals);
}

test("with an empty data folder the logs that are still there give the same requests and totals", async () => {
  same(await lives.finished(load.fresh("empty")));
});

test("a store that was damaged meanwhile is set aside, which its log says, and built again", async () => {
  await spoil(store);
  const rebuilt = await lives.finished();
  same(rebuilt);
  expect(rebuilt.log).toContain("the store's file was not what was written");
  expect(asides()).not.toEqual([]);
});

test("both generations of the collector's positions damaged: it says so, and goes on from the store", async () => {
  for (const name of ["positions.a", "positions.b"])
    writeFileSync(join(load.place.dataFolder, name), "scepscope-checkpoint 1 9\nnothing of it\n");
  const up = lives.begin(load.place, "later");
  const url = await up.url;
  const rebuilt = await whenDone(url, load.bytes());
  same(rebuilt);
  expect(sumOf(await metricsOf(url), "scepscope_duplicate_bytes_total")).toBe(0);
  expect(up.log()).toContain("the collector's positions were damaged");
  up.kill("SIGTERM");
  expect((await up.ended).code).toBe(0);
});

test("a store that is damaged while it is used is built again without an end of the process", async () => {
  const before = asides().length;
  const up = lives.begin();
  const url = await up.url;
  await until(
    () => metricsOf(url),
    (lines) => sumOf(lines, "scepscope_read_bytes_total") > 0,
  );
  for (const path of [store, `${store}-wal`]) await spoil(path);
  const writing = { seed: 9, historyMs: 0, everyMs: 100 };
  // Who writes has the pages in memory that it needs: who only reads finds it out, and the owner must not take that for another owner.
  await Promise.all([
    writeLoadInto(load, { ...writing, stepped: () => !up.log().includes(rebuilds) }),
    until(
      () => requestsOf(url).catch(() => []),
      () => up.log().includes(rebuilds),
    ),
  ]);
  expect(up.log()).not.toContain("another owner");
  expect(asides().length).toBeGreaterThan(before);
  up.kill("SIGTERM");
  expect(await up.ended).toEqual({ code: 0, signal: null });
  undamaged = await lives.finished(load.fresh("afterwards"));
  same(await lives.finished());
});

const rebuilds = "it is built again from the logs";
