import { afterEach, expect, test } from "vitest";
import { parseConfig } from "../../../deploy/config/index.ts";
import { startRedis } from "../../../deploy/dev/services/redis.ts";
import type { RunningRedis } from "../../../deploy/dev/services/redis.ts";
import { sayRedisFindings } from "../../../deploy/fleet/say-redis-findings.ts";
import { createLog } from "../../../deploy/runtime/log.ts";

let redis: RunningRedis | null = null;
afterEach(() => redis?.end());

/** What is said of a Redis that was started like this. */
async function saidOf(...args: readonly string[]): Promise<string> {
  redis = await startRedis(args);
  const lines: string[] = [];
  const log = createLog({
    level: "info",
    format: "json",
    isColourful: false,
    write: (text) => lines.push(text),
    now: () => 0,
    secrets: [],
  });
  const config = parseConfig(`redis: { addresses: ["127.0.0.1:${redis.port}"] }`, "test");
  await sayRedisFindings({ config, redisSecrets: { redisPassword: null, sentinelPassword: null }, log });
  log.close();
  return lines.join("");
}

test("a processor says at its start that its Redis evicts, and what to set", async () => {
  expect(await saidOf("--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru")).toMatch(
    /^\{"level":"error".*allkeys-lru.*throws away requests and state.*maxmemory-policy noeviction.*Redis is not as it should be"\}\n$/,
  );
});

test("of a Redis that only might be better nothing is said", async () => {
  expect(await saidOf("--maxmemory", "100mb")).toBe("");
});
