import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sumOverProcessors, survives } from "../support/bad-worlds.ts";
import type { World } from "../support/bad-worlds.ts";
import { fleetLives, useFleetServices } from "../support/fleet-lives.ts";
import { isLong } from "../support/is-long.ts";

/** The last commit whose processors kept their state in the version before this one. */
const earlier = "950017be31fe3dbe485aee1f2d77ebb55d59ff3b";

const services = useFleetServices();
const repository = fileURLToPath(new URL("../..", import.meta.url));
let folder = "";

const git = (...words: readonly string[]): void =>
  void execFileSync("git", ["-C", repository, ...words], { stdio: ["ignore", "ignore", "inherit"] });

/** A clone without its history has no earlier release: that is an error, which git tells. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "scepscope-earlier-"));
  git("worktree", "add", "--quiet", "--detach", join(folder, "release"), earlier);
  symlinkSync(join(repository, "node_modules"), join(folder, "release", "node_modules"));
});
afterAll(() => {
  git("worktree", "remove", "--force", join(folder, "release"));
  rmSync(folder, { recursive: true, force: true });
});

test(
  "a fleet is upgraded under load, one process after the other: no state is made anew, and requests and totals are those of one process that was left alone",
  { timeout: 480_000 },
  async () => {
    const program = join(folder, "release", "deploy", "cli", "scepscope.mjs");
    const steps = isLong ? 200 : 50;
    const { came, wanted } = await survives(
      services,
      async (world) => {
        const { lives, processors } = world;
        const page = lives.begin("serve", { program });
        await page.url;
        await replaced(page, () => lives.begin("serve"));
        for (const [at, before] of processors.entries()) {
          processors[at] = await replaced(before, () => lives.begin("process"));
          await world.steps(steps);
        }
        await replaced(world.collector, () => lives.begin("collect"));
        await world.steps(steps);
        expect(await sumOverProcessors(world, "scepscope_damaged_states_total")).toBe(0);
        expect(await sumOverProcessors(world, "scepscope_gap_bytes_total")).toBe(0);
      },
      {
        lives: fleetLives(services, { initialDelayMs: null }),
        collectors: [{ program }],
        processor: { program },
      },
    );
    expect(came).toEqual(wanted);
  },
);

/** As a service manager does it: the next one begins when the one before has ended in order. */
async function replaced(
  before: World["collector"],
  begin: () => World["collector"],
): Promise<World["collector"]> {
  before.kill("SIGTERM");
  expect(await before.ended).toEqual({ code: 0, signal: null });
  return begin();
}
