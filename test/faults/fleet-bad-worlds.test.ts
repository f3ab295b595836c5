import { setTimeout as after } from "node:timers/promises";
import { expect, test } from "vitest";
import { ownerAndOther, sumOverProcessors, survives } from "../support/bad-worlds.ts";
import { useFleetServices } from "../support/fleet-lives.ts";
import { waitUntil } from "../support/wait-until.ts";

const services = useFleetServices();

test(
  "a processor that hangs longer than its session is overtaken, and changes nothing when it wakes",
  { timeout: 480_000 },
  async () => {
    const { came, wanted } = await survives(services, async (world) => {
      const [owner, other] = await ownerAndOther(world);
      process.kill(owner.pid, "SIGSTOP");
      const taken = () => sumOverProcessors({ processors: [other] }, "scepscope_read_bytes_total");
      await waitUntil(async () => (await taken()) > 0, "the other has taken over");
      const before = await taken();
      await waitUntil(async () => (await taken()) > before, "the other goes on");
      process.kill(owner.pid, "SIGCONT");
      await world.steps(150);
    });
    expect(came).toEqual(wanted);
  },
);

test("Redis is killed, and comes back with what its log holds", { timeout: 480_000 }, async () => {
  const { came, wanted } = await survives(services, async ({ steps }) => {
    const { server } = services.redis();
    if (server === null) throw new Error("this test needs a Redis of its own");
    await server.kill();
    await steps(100);
    await server.start();
    await steps(100);
  });
  expect(came).toEqual(wanted);
});

test("Redis loses everything, and the state is made again from Kafka", { timeout: 480_000 }, async () => {
  const { came, wanted } = await survives(services, async ({ steps }) => {
    await services.redis().server?.command("flushall");
    await steps(150);
  });
  expect(came).toEqual(wanted);
});

test("the broker is killed, and comes back", { timeout: 480_000 }, async () => {
  const { came, wanted } = await survives(services, async ({ steps }) => {
    await services.kafka.cluster().kill(1);
    await after(2000);
    await services.kafka.cluster().start(1);
    await steps(150);
  });
  expect(came).toEqual(wanted);
});
