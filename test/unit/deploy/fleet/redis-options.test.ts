import { expect, test } from "vitest";
import { parseConfig, readRedisSecrets } from "../../../../deploy/config/index.ts";
import { redisOptions } from "../../../../deploy/fleet/redis-options.ts";
import type { RedisOptions } from "../../../../processors/state/redis/index.ts";

const optionsOf = (yaml: string, env = {}): RedisOptions => {
  const config = parseConfig(yaml, "c");
  return redisOptions(config, readRedisSecrets(config, env));
};

test("without settings it is the Redis of this machine, without a password", () => {
  expect(optionsOf("")).toEqual({
    place: { kind: "single", address: { host: "127.0.0.1", port: 6379 } },
    username: null,
    password: null,
    tls: null,
    prefix: "scepscope:",
    callMsMax: 5000,
  });
});

test.each([
  [
    "redis: { redisKind: sentinel, addresses: ['s1:26379', '[::1]:26379'], masterName: m, sentinelUsername: u }",
    {
      kind: "sentinel",
      sentinels: [
        { host: "s1", port: 26_379 },
        { host: "::1", port: 26_379 },
      ],
      master: "m",
      username: "u",
      password: "sentinel-secret",
    },
  ],
  [
    "redis: { redisKind: cluster, addresses: ['a:7000', 'b:7001'] }",
    {
      kind: "cluster",
      nodes: [
        { host: "a", port: 7000 },
        { host: "b", port: 7001 },
      ],
    },
  ],
])("%s", (yaml, place) => {
  const env = { SCEPSCOPE_REDIS_PASSWORD: "secret", SCEPSCOPE_SENTINEL_PASSWORD: "sentinel-secret" };
  expect(optionsOf(yaml, env)).toMatchObject({ place, password: "secret" });
});

test.each(["redis: { addresses: [] }", "redis: { addresses: ['redis1'] }", "redis: { keyPrefix: 'a{b}' }"])(
  "%s is refused",
  (yaml) => {
    expect(() => parseConfig(yaml, "c")).toThrow(/redis/);
  },
);

test("a certificate that cannot be read is named with its setting", () => {
  expect(() => optionsOf("redis: { useTls: true, caFile: /nowhere/ca.pem }")).toThrow(
    /redis.caFile "\/nowhere\/ca.pem"/,
  );
});
