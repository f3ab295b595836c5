import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { freePort } from "../../deploy/dev/services/free-ports.ts";
import {
  sentinelMaster,
  startRedisCluster,
  startRedisSentinel,
  startSecureRedis,
} from "../../deploy/dev/services/redis-fleets.ts";
import type { RedisFleet } from "../../deploy/dev/services/redis-fleets.ts";
import { startRedis } from "../../deploy/dev/services/redis.ts";
import { checkRedis } from "../../processors/state/redis/index.ts";
import type { Finding, RedisOptions } from "../../processors/state/redis/index.ts";
import { finalCommit, idsOf, take } from "../support/commits.ts";
import { madeRequest } from "../support/made-requests.ts";
import { openRedisStore, redisAt } from "../support/redis-stores.ts";
import { fillDiskOf } from "../support/unsaved-redis.ts";

type SentinelPlace = Extract<RedisOptions["place"], { readonly kind: "sentinel" }>;

let ends: (() => Promise<void>)[] = [];
const started = async <Running extends { end(): Promise<void> }>(
  starting: Promise<Running>,
): Promise<Running> => {
  const running = await starting;
  ends.push(() => running.end());
  return running;
};
afterEach(async () => {
  for (const end of ends) await end();
  ends = [];
});

const found = (findings: readonly Finding[], level: Finding["level"]): string =>
  findings
    .filter((finding) => finding.level === level)
    .map(({ what, remedy }) => `${what} -> ${remedy}`)
    .join("\n");

describe("a single server", () => {
  it("that is well has nothing against it", async () => {
    const redis = await started(startRedis(["--appendonly", "yes", "--maxmemory", "200mb"]));
    const findings = await checkRedis(redisAt(redis), { requests: 100_000 });
    expect(found(findings, "bad") + found(findings, "warn")).toBe("");
    expect(found(findings, "ok")).toMatch(/96 MiB for 100,000 requests, of 200 MiB/);
    expect(await redis.server?.command("--scan")).toBe("");
  });

  it("that evicts, keeps nothing and is too small is told so, with what to do", async () => {
    const redis = await started(startRedis(["--maxmemory", "10mb", "--maxmemory-policy", "allkeys-lru"]));
    const findings = await checkRedis(redisAt(redis), { requests: 1_000_000 });
    expect(found(findings, "bad")).toMatch(/allkeys-lru.*set `maxmemory-policy noeviction`/);
    expect(found(findings, "bad")).toMatch(/too small: 954 MiB for 1,000,000 requests, of 10 MiB/);
    expect(found(findings, "warn")).toMatch(/no append-only file.*appendonly yes/);
  });

  it("that cannot write to its disk is told so, with what to do, and not looked for on the way to it", async () => {
    const redis = await started(startRedis(["--maxmemory", "200mb"]));
    await fillDiskOf(redis);
    const findings = await checkRedis(redisAt(redis), { requests: 1 });
    expect(found(findings, "bad")).toMatch(
      /it cannot write to its own disk.*MISCONF.* -> make room on the disk of Redis.*`INFO persistence`/,
    );
    expect(found(findings, "bad")).not.toContain("whether this machine reaches it");
  });

  it("that is not there is one finding, not an error", async () => {
    const redis = await started(startRedis());
    await redis.server?.kill();
    const findings = await checkRedis(redisAt(redis, { callMsMax: 300 }), { requests: 1 });
    expect(findings).toMatchObject([
      { level: "bad", what: expect.stringMatching(/does not answer.*ECONNREFUSED/) },
    ]);
  });
});

describe("several servers", () => {
  let cluster: RedisFleet;
  let fleet: RedisFleet;
  beforeAll(async () => {
    [cluster, fleet] = await Promise.all([startRedisCluster(), startRedisSentinel()]);
  });
  afterAll(() => Promise.all([cluster.end(), fleet.end()]));

  it("each node of a cluster is looked at, with its share of the requests", async () => {
    const nodes = cluster.servers.map(({ port }) => ({ host: "127.0.0.1", port }));
    const findings = await checkRedis(redisAt({ host: "", port: 0 }, { place: { kind: "cluster", nodes } }), {
      requests: 300,
    });
    expect(found(findings, "bad")).toBe("");
    expect(findings.filter(({ what }) => what.includes("for 100 requests"))).toHaveLength(3);
    const [node = { host: "", port: 0 }] = nodes;
    const alone = await checkRedis(redisAt(node), { requests: 1 });
    expect(alone).toMatchObject([{ level: "bad", what: expect.stringContaining("it is of a cluster") }]);
    expect(found(alone, "bad")).toContain("`redis.redisKind: cluster`");
    // What a cluster holds is divided by its masters, however many of them are named.
    const one = redisAt(node, { place: { kind: "cluster", nodes: [node] } });
    expect(found(await checkRedis(one, { requests: 300 }), "warn")).toContain("for 100 requests");
    const store = openRedisStore(redisAt(node, { prefix: "others:" }));
    ends.unshift(() => store.close());
    for (const partition of ["p0", "p1", "p2"])
      await store.own(partition).catch((error: unknown) =>
        expect(error).toMatchObject({
          code: "store.unavailable",
          message: expect.stringMatching(/it is of a cluster; .*`redis.redisKind: cluster`.*MOVED/),
        }),
      );
  });

  it("the user of a cluster needs to find its nodes, and is told so within seconds", async () => {
    const nodes = cluster.servers.map(({ port }) => ({ host: "127.0.0.1", port }));
    const rights =
      "server on >secret ~scepscope:* &scepscope:* +@read +@connection +subscribe +eval +evalsha +info";
    const at = redisAt(
      { host: "", port: 0 },
      { place: { kind: "cluster", nodes }, username: "server", password: "secret" },
    );
    const withRights = async (...more: readonly string[]): Promise<string> => {
      const words = ["acl", "setuser", ...rights.split(" "), ...more];
      await Promise.all(cluster.servers.map((server) => server.command(...words)));
      return found(await checkRedis({ ...at, callMsMax: 1000 }, { requests: 1, isForReading: true }), "bad");
    };
    const lacking = await withRights();
    expect(lacking.split("\n")).toHaveLength(3);
    expect(lacking).toMatch(
      /may not find the nodes of the cluster -> give it `\+cluster\|slots \+cluster\|info`/,
    );
    expect(await withRights("+cluster|slots", "+cluster|info")).toBe("");
  });

  it("what is named as another kind than it is is told as that, and is no fault of the program", async () => {
    const [master, , sentinel] = fleet.servers.map(({ port }) => ({ host: "127.0.0.1", port }));
    if (master === undefined || sentinel === undefined) throw new Error("they were started");
    const sentinels = (place: Partial<SentinelPlace>): RedisOptions =>
      redisAt(master, {
        callMsMax: 500,
        place: {
          ...{
            kind: "sentinel",
            sentinels: [sentinel],
            master: sentinelMaster,
            username: null,
            password: null,
          },
          ...place,
        },
      });
    const badOf = async (options: RedisOptions): Promise<string> =>
      found(await checkRedis(options, { requests: 1 }), "bad");
    const failureOf = async (options: RedisOptions): Promise<unknown> => {
      const store = openRedisStore(options);
      ends.unshift(() => store.close());
      return store.own("p0").catch((error: unknown) => error);
    };
    expect(await badOf(redisAt(sentinel))).toMatch(
      /^[^\n]*it is a Sentinel.*`redis.redisKind: sentinel`[^\n]*$/,
    );
    expect(await failureOf(redisAt(sentinel))).toMatchObject({
      code: "store.unavailable",
      message: expect.stringMatching(/it is a Sentinel, or no Redis 7.*unknown command/),
    });
    expect(await badOf(sentinels({ sentinels: [master] }))).toMatch(
      /that of a Redis, not of a Sentinel.*redisKind: single/,
    );
    expect(await badOf(sentinels({ master: "others" }))).toMatch(
      /no master of the name others -> set `redis.masterName`/,
    );
    expect(await failureOf(sentinels({ master: "others" }))).toMatchObject({
      message: expect.stringMatching(
        /^Redis others, known to the sentinels at \S+: its sentinels know no master of this name; [^]*No such master/,
      ),
    });
    const cluster = redisAt(master, { callMsMax: 500, place: { kind: "cluster", nodes: [master] } });
    expect(await badOf(cluster)).toMatch(/^[^\n]*it is of no cluster.*`redis.redisKind: single`[^\n]*$/);
    expect(await failureOf(cluster)).toMatchObject({ message: expect.stringMatching(/it is of no cluster/) });
    const away = { host: "127.0.0.1", port: await freePort() };
    const said = vi.spyOn(console, "error");
    const isOneAway = sentinels({ sentinels: [away, sentinel] });
    expect(found(await checkRedis(isOneAway, { requests: 1 }), "warn")).toMatch(
      /the sentinel at \S+: it does not answer \(connect ECONNREFUSED/,
    );
    await failureOf(isOneAway);
    expect(said).not.toHaveBeenCalled();
    said.mockRestore();
  });

  it("a replica is no place to write", async () => {
    const replica = redisAt({ host: "127.0.0.1", port: fleet.servers[1]?.port ?? 0 });
    expect(found(await checkRedis(replica, { requests: 1 }), "bad")).toMatch(
      /it is a replica, which cannot be written/,
    );
    const store = openRedisStore({ ...replica, callMsMax: 500 });
    ends.unshift(() => store.close());
    await expect(store.own("p0")).rejects.toMatchObject({
      code: "store.unavailable",
      message: expect.stringMatching(/it is a replica, which cannot be written; name the master.*READONLY/),
    });
  });

  it("a cluster that does not serve all slots is told as that", async () => {
    const [node = { host: "", port: 0 }] = cluster.servers.map(({ port }) => ({ host: "127.0.0.1", port }));
    const one = redisAt(node, { place: { kind: "cluster", nodes: [node] }, callMsMax: 500 });
    await Promise.all(cluster.servers.map((server) => server.command("cluster", "delslots", "5", "6")));
    const uncovered = await checkRedis(one, { requests: 1 });
    expect(found(uncovered, "bad")).toMatch(/does not serve all slots: 16,382 of 16,384 are -> start/);
    const store = openRedisStore(one);
    ends.unshift(() => store.close());
    await expect(store.own("p0")).rejects.toThrow(/no node of it answers, or it does not serve all slots/);
  });
});

describe("TLS and users", () => {
  it.each([
    [null, /it refuses this user .*NOAUTH/],
    ["wrong-secret", /it refuses this user .*WRONGPASS/],
  ])(
    "whoever is refused with the password %s is told that, and not that nobody answers",
    async (password, said) => {
      const redis = await started(startRedis(["--requirepass", "right-secret"]));
      const findings = await checkRedis(redisAt(redis, { password, callMsMax: 500 }), { requests: 1 });
      const remedy = expect.stringContaining("look at the name, the password");
      expect(findings).toMatchObject([{ level: "bad", what: expect.stringMatching(said), remedy }]);
    },
  );

  it("where one speaks TLS and the other does not, the setting is named with what it is", async () => {
    const [plain, secure] = [await started(startRedis()), await started(startSecureRedis([]))];
    const tls = { ca: secure.ca, certificate: null, key: null };
    const remedyOf = async (port: number, options: Partial<RedisOptions>): Promise<string> => {
      const at = redisAt({ host: "127.0.0.1", port }, { callMsMax: 500, ...options });
      return found(await checkRedis(at, { requests: 1 }), "bad");
    };
    expect(await remedyOf(plain.port, { tls })).toMatch(
      /whether this port speaks TLS, as `redis.useTls` says/,
    );
    const untrusted = { ca: null, certificate: null, key: null };
    expect(await remedyOf(secure.port, { tls: untrusted })).toMatch(
      /signed by nobody who is trusted here \(.*\) -> name the certificate of its authority, in PEM \(`caFile`\)/,
    );
    expect(await remedyOf(secure.port, {})).toMatch(
      /whether this port speaks without TLS, as `redis.useTls` says/,
    );
  });

  const users = [
    "user default off",
    "user processor on >right-secret ~scepscope:* &scepscope:* +@all -@admin -@dangerous +info",
    "user reader on >read-secret %R~scepscope:* &scepscope:* +@read +@connection +@pubsub +info +eval +evalsha +set",
    "user limited on >limited-secret ~scepscope:* &scepscope:* +@read +@connection +subscribe +info +eval +evalsha +set",
    "user half on >half-secret ~scepscope:* &others:* +@read -hgetall -hvals -zrange +@connection +subscribe +eval +info",
  ];

  it("a user with the rights that are asked for can do all, over TLS; one without them is told which are missing", async () => {
    const redis = await started(startSecureRedis(users));
    const secure = (username: string, password: string): RedisOptions =>
      redisAt(
        { host: "127.0.0.1", port: redis.port },
        { username, password, tls: { ca: redis.ca, certificate: null, key: null }, callMsMax: 2000 },
      );
    const store = openRedisStore(secure("processor", "right-secret"));
    await (await store.own("p0")).commit(finalCommit("1", [madeRequest({ id: "a" })]));
    expect(await idsOf(store)).toEqual(["a"]);
    await store.close();
    expect(found(await checkRedis(secure("processor", "right-secret"), { requests: 1 }), "bad")).toBe("");
    expect(found(await checkRedis(secure("reader", "read-secret"), { requests: 1 }), "bad")).toMatch(
      /may not do all that the store does: eval, evalsha, sadd, set -> give it `~scepscope:\* &scepscope:\* \+@all/,
    );
    const limited = secure("limited", "limited-secret");
    expect(found(await checkRedis(limited, { requests: 1 }), "bad")).toMatch(
      /may not do all that the store does: del, hdel, hset, hsetnx, publish, rpop, rpush, sadd, time, zadd, zrem -> /,
    );
    const halfDeaf = secure("half", "half-secret");
    expect(found(await checkRedis(halfDeaf, { requests: 1, isForReading: true }), "bad")).toMatch(
      /may not do all that the store does: evalsha, hgetall, hvals, subscribe, zrange -> .*\+subscribe \+eval/,
    );
    const wrong = await checkRedis(secure("processor", "wrong-secret"), { requests: 1 });
    expect(found(wrong, "bad")).toMatch(/WRONGPASS/);
    expect(found(wrong, "bad")).not.toContain("wrong-secret");
  });

  it("whoever only serves needs no right to write: all is found and heard, and writing is refused", async () => {
    const served =
      "user server on >serve-secret ~scepscope:* &scepscope:* +@read +@connection +subscribe +eval +evalsha +info";
    const redis = await started(startSecureRedis([...users, served]));
    const tls = { ca: redis.ca, certificate: null, key: null };
    const at = { host: "127.0.0.1", port: redis.port };
    const processing = openRedisStore(redisAt(at, { username: "processor", password: "right-secret", tls }));
    const secrets = { username: "server", password: "serve-secret", tls };
    const serving = openRedisStore(redisAt(at, secrets));
    ends.unshift(
      () => processing.close(),
      () => serving.close(),
    );
    const owner = await processing.own("p0");
    await owner.commit(finalCommit("1", [madeRequest({ id: "a" })]));
    expect(await idsOf(serving)).toEqual(["a"]);
    expect((await serving.lookup.summary({})).requests).toBe(1);
    expect(await serving.lookup.request("a")).not.toBeNull();
    const changes = serving.lookup.changes(new AbortController().signal);
    const heard = take(changes, 1);
    await owner.commit(finalCommit("2", [madeRequest({ id: "b" })]));
    expect(await heard).toMatchObject([{ type: "request", request: { view: { id: "b" } } }]);
    await expect(serving.own("p0")).rejects.toThrow(/NOPERM/);
    expect(found(await checkRedis(redisAt(at, secrets), { requests: 1, isForReading: true }), "bad")).toBe(
      "",
    );
  });
});
