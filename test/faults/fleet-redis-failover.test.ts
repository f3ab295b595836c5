import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { sentinelMaster, startRedisSentinel } from "../../deploy/dev/services/redis-fleets.ts";
import type { RedisFleet } from "../../deploy/dev/services/redis-fleets.ts";
import { sumOverProcessors, survives } from "../support/bad-worlds.ts";
import { isLong } from "../support/is-long.ts";
import { fleetLives, useFleetServices } from "../support/fleet-lives.ts";
import { waitUntil } from "../support/wait-until.ts";

const services = useFleetServices();
let redis: RedisFleet;
let isFailed = false;
beforeAll(async () => {
  redis = await startRedisSentinel();
}, 60_000);
afterEach(({ task }) => {
  isFailed ||= task.result?.state === "fail";
});
afterAll(() => redis.end({ isFailed }));

test(
  "the master of Redis is killed while it is written, and its replica takes its place: what it had not got yet is read again",
  { timeout: 480_000 },
  async () => {
    const [master, , sentinel] = redis.servers;
    const lives = fleetLives(services, {
      redis: { host: "127.0.0.1", port: sentinel?.port ?? 0 },
      redisSettings: { redisKind: "sentinel", masterName: sentinelMaster },
    });
    const { came, wanted } = await survives(
      services,
      async (world) => {
        const kept = (): Promise<number> => sumOverProcessors(world, "scepscope_read_bytes_total");
        const before = await kept();
        await master?.kill();
        await waitUntil(async () => (await kept()) > before, "what is new is kept by the other");
        await world.steps(isLong ? 1500 : 100);
      },
      { lives },
    );
    expect(came).toEqual(wanted);
  },
);
