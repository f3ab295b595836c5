import { expect, onTestFinished, test } from "vitest";
import { sumOverProcessors, survives } from "../support/bad-worlds.ts";
import { isLong } from "../support/is-long.ts";
import type { World } from "../support/bad-worlds.ts";
import { fleetLives, longSessionMs, useFleetServices } from "../support/fleet-lives.ts";
import { startSlowRelay } from "../support/slow-relay.ts";
import { waitUntil } from "../support/wait-until.ts";

const services = useFleetServices();

test(
  "Redis takes half a second for each answer: commits go on, nobody is fenced",
  { timeout: 600_000 },
  async () => {
    const relay = await startSlowRelay(services.redis());
    onTestFinished(() => relay.close());
    const { came, wanted } = await survives(
      services,
      async (world) => {
        const seats = await seatsOf(world);
        relay.delayBy(500);
        // A commit of a second is followed by a rest of ten: `keepRestMs`.
        for (let commit = 1; commit <= (isLong ? 5 : 2); commit += 1) await untilMoreIsKept(world);
        expect(await sumOverProcessors(world, "scepscope_fenced_total")).toBe(0);
        expect(await seatsOf(world)).toEqual(seats);
        relay.delayBy(0);
      },
      { lives: fleetLives(services, { redis: relay, sessionMs: longSessionMs }) },
    );
    expect(came).toEqual(wanted);
  },
);

test(
  "Redis is full: nothing advances, the processors keep their seats and do not end, and go on when there is room",
  { timeout: 600_000 },
  async () => {
    const { server } = services.redis();
    if (server === null) throw new Error("this test needs a Redis of its own");
    const bound = (bytes: string): Promise<string> => server.command("config", "set", "maxmemory", bytes);
    onTestFinished(async () => void (await bound("0")));
    const lives = fleetLives(services, { sessionMs: longSessionMs });
    const happen = async (world: World): Promise<void> => {
      const seats = await seatsOf(world);
      let ended = 0;
      for (const one of world.processors) void one.ended.then(() => (ended += 1));
      await bound("1");
      const isRefused = async (): Promise<boolean> =>
        (await sumOverProcessors(world, "scepscope_commit_failures_total")) > 0;
      await waitUntil(isRefused, "a commit is refused");
      const kept = await sumOverProcessors(world, "scepscope_read_bytes_total");
      // Longer than a session: who does not send heartbeats has lost its partitions.
      const wasFull = performance.now();
      await waitUntil(() => performance.now() - wasFull > (isLong ? 60_000 : 1.2 * longSessionMs));
      expect(await sumOverProcessors(world, "scepscope_read_bytes_total")).toBe(kept);
      expect(await seatsOf(world)).toEqual(seats);
      expect(ended).toBe(0);
      await bound("0");
      const isMore = async (): Promise<boolean> =>
        (await sumOverProcessors(world, "scepscope_read_bytes_total")) > kept;
      await waitUntil(isMore, "it goes on");
      expect(await sumOverProcessors(world, "scepscope_fenced_total")).toBe(0);
    };
    const { came, wanted } = await survives(services, happen, { lives });
    expect(came).toEqual(wanted);
  },
);

/** What is not kept does not count: so more is counted when a commit was answered. */
async function untilMoreIsKept(world: World): Promise<void> {
  const kept = (): Promise<number> => sumOverProcessors(world, "scepscope_read_bytes_total");
  const before = await kept();
  await waitUntil(async () => (await kept()) > before, "a commit goes on");
}

/** Whoever loses its seat in the group comes back under another name. */
async function seatsOf({ lives }: World): Promise<readonly string[]> {
  const { groups } = await services.kafka.admin().describeGroups([lives.topic]);
  return groups.flatMap(({ members }) => members.map(({ memberId }) => memberId)).toSorted();
}
