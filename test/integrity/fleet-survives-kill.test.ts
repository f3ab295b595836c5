import { afterAll, expect, test } from "vitest";
import type { RoleProcess } from "../../deploy/dev/fleet/role-process.ts";
import { fleetLives, useFleetServices } from "../support/fleet-lives.ts";
import type { FleetRole } from "../support/fleet-lives.ts";
import { writeLoadInto } from "../support/load-folder.ts";
import { seededFractions } from "../support/seeded-fractions.ts";
import { upLives } from "../support/up-lives.ts";

/** SCEPSCOPE_KILLS=100 for a long run, SCEPSCOPE_SEED to repeat one. */
const kills = Number(process.env["SCEPSCOPE_KILLS"] ?? 6);
const seed = Number(process.env["SCEPSCOPE_SEED"] ?? Date.now() % 1_000_000);
const lives = fleetLives(useFleetServices());
const { load } = lives;
afterAll(lives.end);
const undisturbed = upLives(load);

test(
  `a collector and a processor killed ${kills} times each while they work: the requests and totals of one process that was left alone (seed ${seed})`,
  { timeout: 400_000 + kills * 30_000 },
  async () => {
    const fates = await killedUnderLoad();
    const survivor = await lives.finished();
    const wanted = await undisturbed.finished(load.fresh("undisturbed"));
    expect(survivor.requests.length).toBeGreaterThan(100);
    expect(survivor.requests).toEqual(wanted.requests);
    expect(survivor.totals).toEqual(wanted.totals);
    console.log(`seed ${seed}: killed ${fates.join(", ")}; ${survivor.requests.length} requests`);
  },
);

interface Fate {
  readonly role: FleetRole;
  readonly steps: number;
}

/** Whom it meets, and after how many steps of the writer since the one before. */
function fatesOf(count: number): readonly Fate[] {
  const next = seededFractions(seed);
  return Array.from({ length: 2 * count }, (_, index) => ({
    role: index % 2 === 0 ? "collect" : "process",
    steps: 10 + Math.floor(next() * 150),
  }));
}

/** Kills one at each of these moments, and starts it again at once, while the load goes on. */
async function killedUnderLoad(): Promise<readonly string[]> {
  const fates = [...fatesOf(kills)];
  const killed: string[] = [];
  const alive = new Map<FleetRole, RoleProcess>();
  let left = 0;
  await writeLoadInto(load, {
    seed,
    historyMs: 60_000,
    everyMs: 400,
    stepped: () => {
      for (const role of ["collect", "process"] as const)
        if (!alive.has(role)) alive.set(role, lives.begin(role));
      const [fate] = fates;
      if (fate === undefined) return false;
      left = left === 0 ? fate.steps : left;
      left -= 1;
      if (left > 0) return true;
      fates.shift();
      killed.push(`${fate.role} after ${fate.steps}`);
      alive.get(fate.role)?.kill("SIGKILL");
      alive.delete(fate.role);
      return true;
    },
  });
  return killed;
}
