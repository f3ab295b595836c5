import { expect, test } from "vitest";
import { readConfig } from "../../deploy/config/index.ts";
import { createLog } from "../../deploy/runtime/log.ts";
import { wakeAfter } from "../../deploy/runtime/clock.ts";
import { livePlaces } from "../../deploy/collecting/index.ts";
import { startUp } from "../../deploy/up/index.ts";
import { writeLoadInto } from "../support/load-folder.ts";
import { hostsOf, metricsOf, requestsOf, sumOf, until } from "../support/up-answers.ts";
import { upLives } from "../support/up-lives.ts";

const { load } = upLives();

test("a clock that is set back moves no watermark back, takes no final request away, and nothing is counted twice", async () => {
  await writeLoadInto(load, { seed: 7, historyMs: 40_000, everyMs: 500, stepped: () => false });
  const read = readConfig(load.place.configFile, {});
  const config = { ...read, dataFolder: load.place.dataFolder, listen: { host: "127.0.0.1", port: 0 } };
  const hour = 3_600_000;
  let aheadMs = 4 * hour;
  const clock = { now: () => Date.now() + aheadMs };
  const quiet = { level: "error", format: "json", isColourful: false, secrets: [] } as const;
  const log = createLog({ ...quiet, write: () => undefined, now: clock.now });
  const stop = new AbortController();
  const places = livePlaces([load.place.folder], config, {});
  const secrets = { token: null, pseudonymKey: null };
  const around = { zone: null, log, clock, wake: wakeAfter, signal: stop.signal };
  const up = await startUp({ config, secrets, places, ...around });
  await until(
    () => requestsOf(up.url),
    (all) => all.length > 0 && all.every(({ isFinal }) => isFinal),
  );
  const passed = async (): Promise<readonly number[]> =>
    (await hostsOf(up.url)).map(({ passedAt }) => Date.parse(passedAt ?? ""));
  const [before, requests, finals] = [await passed(), await requestsOf(up.url), await finalsOf(up.url)];
  aheadMs = hour;
  await writeLoadInto(load, { seed: 77, historyMs: 0, everyMs: 100, stepped: (step) => step < 50 });
  await until(
    () => metricsOf(up.url),
    (lines) => sumOf(lines, "scepscope_read_bytes_total") >= load.bytes() - 64,
  );
  for (const [index, at] of (await passed()).entries()) expect(at).toBeGreaterThanOrEqual(before[index] ?? 0);
  const known = new Map((await requestsOf(up.url)).map((request) => [request.id, request]));
  for (const request of requests) expect(known.get(request.id)).toEqual(request);
  expect(await finalsOf(up.url)).toBeGreaterThanOrEqual(finals);
  expect(sumOf(await metricsOf(up.url), "scepscope_duplicate_bytes_total")).toBe(0);
  stop.abort();
  await up.ended;
});

const finalsOf = async (url: string): Promise<number> => sumOf(await metricsOf(url), "scep_requests_total");
