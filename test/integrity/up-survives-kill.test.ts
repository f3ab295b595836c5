import { expect, test } from "vitest";
import { writeLoadInto } from "../support/load-folder.ts";
import { seededFractions } from "../support/seeded-fractions.ts";
import { upLives } from "../support/up-lives.ts";
import type { RoleProcess } from "../../deploy/dev/fleet/role-process.ts";

/** SCEPSCOPE_KILLS for a longer run, SCEPSCOPE_SEED to repeat one. */
const kills = Number(process.env["SCEPSCOPE_KILLS"] ?? 50);
const seed = Number(process.env["SCEPSCOPE_SEED"] ?? Date.now() % 1_000_000);
const lives = upLives();
const { load } = lives;

test(
  `killed ${kills} times while it reads, it has the requests and totals of one that was left alone (seed ${seed})`,
  { timeout: 200_000 + kills * 10_000 },
  async () => {
    const fates = await killedUnderLoad(fatesOf(kills));
    expect(fates.length).toBe(kills);
    const survivor = await lives.finished();
    const undisturbed = await lives.finished(load.fresh("undisturbed"));
    expect(survivor.requests.length).toBeGreaterThan(100);
    expect(survivor.requests).toEqual(undisturbed.requests);
    expect(survivor.totals).toEqual(undisturbed.totals);
    console.log(`seed ${seed}: killed after ${fates.join(", ")}; ${survivor.requests.length} requests`);
  },
);

/** After how many steps of the writer, from its start, it is killed: before it has begun, while it catches up, while it follows. */
function fatesOf(count: number): readonly number[] {
  const next = seededFractions(seed);
  return Array.from({ length: count }, () => 10 + Math.floor(next() * 80));
}

/** Kills it at each of these moments, and starts it again at once, while the load goes on. */
async function killedUnderLoad(fates: readonly number[]): Promise<readonly string[]> {
  const killed: string[] = [];
  let up: RoleProcess | null = null;
  let left = 0;
  await writeLoadInto(load, {
    seed,
    historyMs: 90_000,
    everyMs: 400,
    stepped: () => {
      // The history is written by now: who saw half of it would take the rest for late.
      up ??= lives.begin();
      left = left === 0 ? (fates[killed.length] ?? 0) : left;
      left -= 1;
      if (left > 0) return true;
      killed.push(`${fates[killed.length]} steps`);
      up.kill("SIGKILL");
      up = null;
      return killed.length < fates.length;
    },
  });
  await lives.over();
  return killed;
}
