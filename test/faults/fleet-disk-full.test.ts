import { expect, onTestFinished, test } from "vitest";
import { sumOverProcessors, survives } from "../support/bad-worlds.ts";
import type { World } from "../support/bad-worlds.ts";
import { fleetLives, longSessionMs, useFleetServices } from "../support/fleet-lives.ts";
import { leaveRoom } from "../support/leave-room.ts";
import { fillDiskOf } from "../support/unsaved-redis.ts";
import { waitUntil } from "../support/wait-until.ts";

const services = useFleetServices();

const readBytes = "scepscope_read_bytes_total";

async function untilMore(world: World, than: number): Promise<void> {
  await waitUntil(async () => (await sumOverProcessors(world, readBytes)) > than, "it goes on");
}

/** Whether an owner says it, by its probe and its gauge. */
async function toldOfStore(world: World): Promise<boolean> {
  const probes = await Promise.all(
    world.processors.map(async ({ url }) => (await fetch(`${await url}/-/ready`)).text()),
  );
  const isAway = (await sumOverProcessors(world, "scepscope_store_away")) > 0;
  return isAway && probes.some((text) => text.includes("cannot write to its own disk"));
}

test(
  "the disk of Redis is full: nothing advances, probes and gauge say so, and it goes on when there is room",
  { timeout: 600_000 },
  async () => {
    const lives = fleetLives(services, { sessionMs: longSessionMs });
    const { came, wanted } = await survives(
      services,
      async (world) => {
        const makeRoom = await fillDiskOf(services.redis());
        await waitUntil(() => toldOfStore(world), "it is told");
        const kept = await sumOverProcessors(world, readBytes);
        await world.steps(50);
        expect(await sumOverProcessors(world, readBytes)).toBe(kept);
        await makeRoom();
        await untilMore(world, kept);
        await waitUntil(async () => !(await toldOfStore(world)), "it is over");
      },
      { lives },
    );
    expect(came).toEqual(wanted);
  },
);

test(
  "the disk of the broker is full: it ends, collectors wait, and all goes on when there is room and it is started again",
  { timeout: 600_000 },
  async () => {
    const broker = services.kafka.cluster();
    const { came, wanted } = await survives(services, async (world) => {
      const kept = await sumOverProcessors(world, readBytes);
      const away = async (): Promise<number> => sumOverProcessors(world, "scepscope_bus_away");
      for (const pid of broker.pids()) leaveRoom({ pid }, "1");
      await waitUntil(async () => (await away()) === world.processors.length, "each processor says so");
      await waitUntil(() => world.collector.log().includes("Kafka takes nothing"), "the collector says so");
      await world.steps(50);
      // It has ended by itself: what is left of it is cleared away.
      await broker.kill(1);
      await broker.start(1);
      await untilMore(world, kept);
    });
    expect(came).toEqual(wanted);
  },
);

test(
  "the disk of a collector's positions is full: it goes on, says so, and what it sends again after a kill counts once",
  { timeout: 600_000 },
  async () => {
    const { came, wanted } = await survives(services, async (world) => {
      leaveRoom(world.collector, "1");
      await waitUntil(() => world.collector.log().includes("positions cannot be saved"), "it says so");
      await untilMore(world, await sumOverProcessors(world, readBytes));
      world.collector.kill("SIGKILL");
      await world.collector.ended;
      const next = world.lives.begin("collect");
      onTestFinished(() => next.kill("SIGKILL"));
      await untilMore(world, await sumOverProcessors(world, readBytes));
    });
    expect(came).toEqual(wanted);
  },
);
