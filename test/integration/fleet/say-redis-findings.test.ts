import { afterEach, expect, test } from "vitest";
import { parseConfig } from "../../../deploy/config/index.ts";
import type { Config } from "../../../deploy/config/index.ts";
import { freePort } from "../../../deploy/dev/services/free-ports.ts";
import { startRedis } from "../../../deploy/dev/services/redis.ts";
import type { RunningRedis } from "../../../deploy/dev/services/redis.ts";
import { sayRedisFindings } from "../../../deploy/fleet/say-redis-findings.ts";
import { startServe } from "../../../deploy/fleet/serve.ts";
import { listen } from "../../support/heard-log.ts";

let redis: RunningRedis | null = null;
afterEach(() => redis?.end());

const evicting = ["--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru"] as const;

/** Somebody waits for the answer. */
const { signal } = new AbortController();
const redisSecrets = { redisPassword: null, sentinelPassword: null };

/** A configuration for a Redis that was started like this. */
async function configOf(args: readonly string[]): Promise<Config> {
  redis = await startRedis(args);
  return parseConfig(`{ listen: { port: 0 }, redis: { addresses: ["127.0.0.1:${redis.port}"] } }`, "test");
}

/** What is said to a role of such a Redis. */
async function saidOf(role: "process" | "serve", ...args: readonly string[]): Promise<string> {
  const { log, text } = listen();
  await sayRedisFindings({ config: await configOf(args), redisSecrets, log, signal }, role);
  log.close();
  return text();
}

test("a processor says at its start that its Redis evicts, and what to set", async () => {
  expect(await saidOf("process", ...evicting)).toMatch(
    /^\{"level":"error".*allkeys-lru.*throws away requests and state.*maxmemory-policy noeviction.*Redis is not as it should be"\}\n$/,
  );
});

test("who shows the requests warns of the same, and needs no right to write", async () => {
  const rights = "default on nopass ~* &* +@read +@connection +subscribe +eval +evalsha +info";
  expect(await saidOf("serve", ...evicting, "--user", ...rights.split(" "))).toMatch(
    /^\{"level":"warn".*allkeys-lru.*maxmemory-policy noeviction.*Redis is not as it should be"\}\n$/,
  );
});

test("it is said when the page of a fleet starts", async () => {
  const { log, text } = listen();
  const secrets = { token: null, pseudonymKey: null };
  const clock = { now: () => Date.now() };
  const server = await startServe({ config: await configOf(evicting), redisSecrets, log, secrets, clock });
  await expect.poll(text, { timeout: 10_000 }).toMatch(/"level":"warn".*allkeys-lru/);
  await server.close();
  log.close();
});

test("each of several things is said, though the sentence is the same", async () => {
  const limited = "default on nopass ~* &* +@read +@connection +eval +evalsha +info +@write";
  const said = await saidOf("process", ...evicting, "--user", ...limited.split(" "));
  expect(said.split("\n").slice(0, -1)).toEqual([
    expect.stringContaining("allkeys-lru"),
    expect.stringContaining("may not do all that the store does: publish, subscribe, time"),
  ]);
});

test("whoever stops waits for no answer, and hears nothing of it", async () => {
  const { log, text } = listen();
  const config = parseConfig(`{ redis: { addresses: ["127.0.0.1:${await freePort()}"] } }`, "test");
  const over = new AbortController();
  const saying = sayRedisFindings({ config, redisSecrets, log, signal: over.signal }, "process");
  const before = performance.now();
  over.abort();
  await saying;
  expect(performance.now() - before).toBeLessThan(1000);
  expect(text()).toBe("");
});

test("of a Redis that only might be better nothing is said", async () => {
  expect(await saidOf("process", "--maxmemory", "100mb")).toBe("");
});
