import { afterAll, expect, test } from "vitest";
import type { ApiRequest } from "../../processors/contract/index.ts";
import { createLoadFolder, writeLoadInto } from "../support/load-folder.ts";
import { metricsOf, requestsOf, sumOf, totalsOf, until } from "../support/up-answers.ts";
import { startUpProcess } from "../support/up-process.ts";
import type { UpPlace, UpProcess } from "../support/up-process.ts";

/** SCEPSCOPE_KILLS=50 for a long run, SCEPSCOPE_SEED to repeat one. */
const kills = Number(process.env["SCEPSCOPE_KILLS"] ?? 10);
const seed = Number(process.env["SCEPSCOPE_SEED"] ?? Date.now() % 1_000_000);
const load = createLoadFolder();
const running = new Set<UpProcess>();
afterAll(async () => {
  for (const up of running) up.kill("SIGKILL");
  await Promise.all([...running].map(({ ended }) => ended));
  load.remove();
});

test(
  `killed ${kills} times while it reads, it has the requests and totals of one that was left alone (seed ${seed})`,
  { timeout: 60_000 + kills * 5000 },
  async () => {
    const fates = await killedUnderLoad(fatesOf(kills));
    expect(fates.length).toBe(kills);
    const survivor = await finished(load.place);
    const undisturbed = await finished(load.fresh("undisturbed"));
    expect(survivor.requests.length).toBeGreaterThan(100);
    expect(survivor.requests).toEqual(undisturbed.requests);
    expect(Object.fromEntries(survivor.totals)).toEqual(Object.fromEntries(undisturbed.totals));
    console.log(`seed ${seed}: killed after ${fates.join(", ")}; ${survivor.requests.length} requests`);
  },
);

/** After how many steps of the writer, from its start, it is killed: before it has begun, while it catches up, while it follows. */
function fatesOf(count: number): readonly number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return 10 + Math.floor((state / 2 ** 32) * 80);
  });
}

/** Kills it at each of these moments, and starts it again at once, while the load goes on. */
async function killedUnderLoad(fates: readonly number[]): Promise<readonly string[]> {
  const lives: string[] = [];
  let [up, left] = [begin(load.place), [...fates]];
  await writeLoadInto(load, {
    seed,
    historyMs: 90_000,
    everyMs: 400,
    stepped: () => {
      const [first = 0, ...rest] = left;
      left = first > 1 ? [first - 1, ...rest] : rest;
      if (first > 1) return true;
      lives.push(`${fates[lives.length]} steps`);
      up.kill("SIGKILL");
      if (left.length > 0) up = begin(load.place);
      return left.length > 0;
    },
  });
  await up.ended;
  return lives;
}

function begin(place: UpPlace, when: "now" | "later" = "now"): UpProcess {
  const up = startUpProcess(place, when);
  running.add(up);
  void up.ended.then(() => running.delete(up));
  return up;
}

interface Finished {
  readonly requests: readonly ApiRequest[];
  readonly totals: ReadonlyMap<string, number>;
}

/** Everything is read, and nothing can change any more. */
async function finished(place: UpPlace): Promise<Finished> {
  const up = begin(place, "later");
  const url = await up.url;
  const bytes = load.bytes();
  await until(
    () => metricsOf(url),
    (lines) => sumOf(lines, "scepscope_read_bytes_total") >= bytes,
  );
  const requests = await until(
    () => requestsOf(url),
    (all) => all.every(({ isFinal }) => isFinal),
  );
  const totals = totalsOf(await metricsOf(url));
  up.kill("SIGTERM");
  expect(await up.ended).toEqual({ code: 0, signal: null });
  return { requests: requests.map((request) => ({ ...request, changedAt: "" })), totals };
}
