import { appendFileSync, readdirSync, renameSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { writeLoadInto } from "../support/load-folder.ts";
import { hostsOf, metricsOf, requestsOf, sumOf, until } from "../support/up-answers.ts";
import { upLives } from "../support/up-lives.ts";

const lives = upLives();
const { load } = lives;
const away = join(load.root, "away");
const iis = join(load.place.folder, "load01", "IIS", "W3SVC1");
beforeAll(() => writeLoadInto(load, { seed: 2, historyMs: 40_000, everyMs: 500, stepped: () => false }));

const conditionsOf = async (url: string, name: string): Promise<readonly string[]> =>
  (await hostsOf(url))
    .filter((each) => each.host === name)
    .flatMap(({ sources }) => sources.map(({ condition }) => condition));

async function readAll(url: string): Promise<void> {
  await until(
    () => metricsOf(url),
    (lines) => sumOf(lines, "scepscope_read_bytes_total") >= load.bytes() - heldBytesMax,
  );
}

/** Line ends at the ends of the event logs are decided with what follows. */
const heldBytesMax = 64;

test("a log folder that disappears is shown as missing, and nothing of it is lost or read twice when it is back", async () => {
  const up = lives.begin();
  const url = await up.url;
  await readAll(url);
  renameSync(load.place.folder, away);
  for (const name of ["load01", "load02"])
    await until(
      () => conditionsOf(url, name),
      (all) => all.length > 0 && all.every((condition) => condition === "missing"),
    );
  renameSync(away, load.place.folder);
  await writeLoadInto(load, { seed: 22, historyMs: 0, everyMs: 100, stepped: (step) => step < 30 });
  await until(
    () => conditionsOf(url, "load01"),
    (all) => all.every((condition) => condition === "current"),
  );
  await readAll(url);
  const lines = await metricsOf(url);
  expect(sumOf(lines, "scepscope_duplicate_bytes_total") + sumOf(lines, "scepscope_gap_bytes_total")).toBe(0);
  up.kill("SIGTERM");
  expect((await up.ended).code).toBe(0);
  const undisturbed = await lives.finished(load.fresh("undisturbed"));
  const survivor = await lives.finished();
  expect(survivor.requests).toEqual(undisturbed.requests);
  expect(withoutLate(survivor.totals)).toEqual(withoutLate(undisturbed.totals));
});

/** Nobody waits for a source that is missing: what it brings when it is back may be late, and is counted so. */
function withoutLate(totals: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(totals).filter(([name]) => !name.includes("_late_")));
}

test("a file that is cut off is told, what was read of it stays, and what is written to it then is read", async () => {
  const up = lives.begin();
  const url = await up.url;
  await until(
    () => conditionsOf(url, "load01"),
    (all) => all.length > 0 && all.every((condition) => condition === "current"),
  );
  const before = await requestsOf(url);
  const read = sumOf(await metricsOf(url), "scepscope_read_bytes_total");
  const [name = ""] = readdirSync(iis);
  truncateSync(join(iis, name), 0);
  await until(
    async () => up.log(),
    (log) => log.includes("a log file was cut off"),
  );
  const text = "#Fields: date time cs-method cs-uri-stem sc-status\r\n2026-11-28 10:00:00 GET /x 200\r\n";
  appendFileSync(join(iis, name), text);
  await until(
    () => metricsOf(url),
    (lines) => sumOf(lines, "scepscope_read_bytes_total") === read + text.length,
  );
  const after = new Set((await requestsOf(url)).map(({ id }) => id));
  expect(before.filter(({ id, isFinal }) => isFinal && !after.has(id))).toEqual([]);
  up.kill("SIGTERM");
  expect((await up.ended).code).toBe(0);
});
