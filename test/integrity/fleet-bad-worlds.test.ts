import { setTimeout as after } from "node:timers/promises";
import { expect, test } from "vitest";
import type { RoleProcess } from "../../deploy/dev/fleet/role-process.ts";
import { fleetLives, useFleetServices } from "../support/fleet-lives.ts";
import type { FleetLives } from "../support/fleet-lives.ts";
import { writeLoadInto } from "../support/load-folder.ts";
import { metricsOf, sumOf } from "../support/up-answers.ts";
import { upLives } from "../support/up-lives.ts";
import { waitUntil } from "../support/wait-until.ts";

const services = useFleetServices();

/** A fleet under load, and what becomes of it. */
interface World {
  readonly lives: FleetLives;
  readonly processors: RoleProcess[];
  /** The load goes on for so many steps of some 20 ms. */
  readonly steps: (count: number) => Promise<void>;
}

/** Runs a fleet under load while `happen` treats it badly, and then holds what comes out against one process that was left alone. */
async function survives(happen: (world: World) => Promise<void>): Promise<void> {
  const lives = fleetLives(services);
  const undisturbed = upLives(lives.load);
  let [step, isOver] = [0, false];
  const writing = writeLoadInto(lives.load, {
    seed: 11,
    historyMs: 60_000,
    everyMs: 400,
    stepped: (count) => {
      step = count;
      return !isOver;
    },
  });
  const steps = async (count: number): Promise<void> => {
    const end = step + count;
    await waitUntil(() => step >= end, 120_000, `${count} steps of the writer`);
  };
  try {
    await steps(1);
    lives.begin("collect");
    const processors = [lives.begin("process"), lives.begin("process")];
    await Promise.all(processors.map(({ url }) => url));
    await steps(100);
    await happen({ lives, processors, steps });
    await steps(100);
  } finally {
    isOver = true;
    await writing;
  }
  const survivor = await lives.finished();
  const wanted = await undisturbed.finished(lives.load.fresh("undisturbed"));
  expect(survivor.requests.length).toBeGreaterThan(60);
  expect(survivor.requests).toEqual(wanted.requests);
  expect(survivor.totals).toEqual(wanted.totals);
}

async function batchesOf({ url }: RoleProcess): Promise<number> {
  return sumOf(await metricsOf(await url), "scepscope_batches_total");
}

/** Of two processors, the one that has the partition in which something happens, and the other. */
async function ownerAndOther({ processors }: World): Promise<readonly [RoleProcess, RoleProcess]> {
  const [first, second] = processors;
  if (first === undefined || second === undefined) throw new Error("there are not two processors");
  await waitUntil(async () => (await batchesOf(first)) + (await batchesOf(second)) > 0, 60_000, "an owner");
  return (await batchesOf(first)) > 0 ? [first, second] : [second, first];
}

test(
  "a processor that hangs longer than its session is overtaken, and changes nothing when it wakes",
  { timeout: 240_000 },
  async () => {
    await survives(async (world) => {
      const [owner, other] = await ownerAndOther(world);
      process.kill(owner.pid, "SIGSTOP");
      await waitUntil(async () => (await batchesOf(other)) > 2, 60_000, "the other has taken over");
      process.kill(owner.pid, "SIGCONT");
      await world.steps(150);
    });
  },
);

test("Redis is killed, and comes back with what its log holds", { timeout: 240_000 }, async () => {
  await survives(async ({ steps }) => {
    const { server } = services.redis();
    if (server === null) throw new Error("this test needs a Redis of its own");
    await server.kill();
    await steps(100);
    await server.start();
    await steps(100);
  });
});

test("Redis loses everything, and the state is made again from Kafka", { timeout: 240_000 }, async () => {
  await survives(async ({ steps }) => {
    await services.redis().server?.command("flushall");
    await steps(150);
  });
});

test("the broker is killed, and comes back", { timeout: 240_000 }, async () => {
  await survives(async ({ steps }) => {
    await services.kafka.cluster().kill(1);
    await after(2000);
    await services.kafka.cluster().start(1);
    await steps(150);
  });
});
