import { expect, test } from "vitest";
import { writeLoadInto } from "../support/load-folder.ts";
import { hostsOf, metricsOf, sumOf, until } from "../support/up-answers.ts";
import { upLives, whenDone } from "../support/up-lives.ts";

const lives = upLives();
const { load } = lives;

test("stopped while logs are written it ends with 0 and keeps what it read: the next start is shipped no byte twice", async () => {
  let isOver = false;
  await writeLoadInto(load, { seed: 3, historyMs: 60_000, everyMs: 500, stepped: () => false });
  const writing = writeLoadInto(load, { seed: 4, historyMs: 0, everyMs: 100, stepped: () => !isOver });
  for (let life = 0; life < 2; life += 1) {
    const up = lives.begin();
    const url = await up.url;
    const read = await until(
      () => metricsOf(url),
      (lines) => sumOf(lines, "scepscope_read_bytes_total") > 0,
    );
    expect(sumOf(read, "scepscope_duplicate_bytes_total")).toBe(0);
    up.kill("SIGTERM");
    expect(await up.ended).toEqual({ code: 0, signal: null });
    expect(up.log()).toContain("stopped: everything that was read is kept");
  }
  isOver = true;
  await writing;
  const up = lives.begin(load.place, "later");
  const url = await up.url;
  await whenDone(url, load.bytes());
  const lines = await metricsOf(url);
  expect(sumOf(lines, "scepscope_read_bytes_total")).toBe(load.bytes());
  expect(sumOf(lines, "scepscope_duplicate_bytes_total")).toBe(0);
  expect(sumOf(lines, "scepscope_gap_bytes_total")).toBe(0);
  up.kill("SIGTERM");
  expect((await up.ended).code).toBe(0);
});

test("started again on logs that stand still, it ships nothing of them", async () => {
  const begun = Date.now() + 4 * 3_600_000;
  const up = lives.begin(load.place, "later");
  const url = await up.url;
  const hosts = await until(
    () => hostsOf(url),
    (all) => all.length === 2 && all.every(({ readAt }) => Date.parse(readAt ?? "") > begun),
  );
  const shipped = hosts.flatMap(({ sources }) => sources.map(({ bytesShipped }) => bytesShipped));
  expect(Math.max(...shipped)).toBe(0);
  up.kill("SIGTERM");
  await up.ended;
});
