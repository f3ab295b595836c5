import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync, mkdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { freePort, freePorts } from "./free-ports.ts";
import { createRedisProcess } from "./redis-process.ts";
import type { RedisProcess } from "./redis-process.ts";
import { keepLogs, serverArgs } from "./redis.ts";

const run = promisify(execFile);

/** Several programs of Redis that belong together, in one folder. */
export interface RedisFleet {
  readonly servers: readonly RedisProcess[];
  readonly folder: string;
  end(outcome?: { readonly isFailed: boolean }): Promise<void>;
}

/** Three masters, without replicas. */
export function startRedisCluster(): Promise<RedisFleet> {
  return startFleet(async (folder) => {
    const servers = await Promise.all(
      [1, 2, 3].map(async () => {
        const port = await clusterPort();
        const place = join(folder, String(port));
        const cluster = [
          "--cluster-enabled",
          "yes",
          "--cluster-config-file",
          "nodes.conf",
          "--cluster-node-timeout",
          "2000",
        ];
        return createRedisProcess({ port, folder: place, args: [...serverArgs(port, place), ...cluster] });
      }),
    );
    for (const server of servers) await server.start();
    const nodes = servers.map(({ port }) => `127.0.0.1:${port}`);
    await run("redis-cli", ["--cluster", "create", ...nodes, "--cluster-replicas", "0", "--cluster-yes"]);
    for (const server of servers)
      await until(
        async () => (await server.command("cluster", "info")).includes("cluster_state:ok"),
        "the cluster",
      );
    return servers;
  });
}

/** Of sentinels and of the master, as sentinels know it. */
export const sentinelMaster = "requests";

/** A master, its replica, and a sentinel that makes the replica the master when it misses the master for a second. In this order. */
export function startRedisSentinel(): Promise<RedisFleet> {
  return startFleet(async (folder) => {
    const [port = 0, replicaPort = 0, sentinelPort = 0] = await freePorts(3);
    const places = ["master", "replica", "sentinel"].map((name) => join(folder, name));
    const [place = "", replicaPlace = "", sentinelPlace = ""] = places;
    const master = createRedisProcess({ port, folder: place, args: serverArgs(port, place) });
    const replicaOf = ["--replicaof", `127.0.0.1 ${port}`, "--repl-diskless-sync-delay", "0"];
    const replica = createRedisProcess({
      port: replicaPort,
      folder: replicaPlace,
      args: [...serverArgs(replicaPort, replicaPlace), ...replicaOf],
    });
    mkdirSync(sentinelPlace);
    writeFileSync(join(sentinelPlace, "sentinel.conf"), sentinelConfig(sentinelPort, port));
    const sentinel = createRedisProcess({
      port: sentinelPort,
      folder: sentinelPlace,
      args: [],
      isSentinel: true,
    });
    for (const server of [master, replica]) await server.start();
    await until(
      async () => (await master.command("info", "replication")).includes("state=online"),
      "the replica",
    );
    await sentinel.start();
    const knows = async (): Promise<boolean> =>
      (await sentinel.command("sentinel", "replicas", sentinelMaster)).includes(String(replicaPort));
    await until(knows, "the sentinel");
    return [master, replica, sentinel];
  });
}

function sentinelConfig(port: number, masterPort: number): string {
  return [
    `port ${port}`,
    "bind 127.0.0.1",
    `sentinel monitor ${sentinelMaster} 127.0.0.1 ${masterPort} 1`,
    `sentinel down-after-milliseconds ${sentinelMaster} 1000`,
    `sentinel failover-timeout ${sentinelMaster} 4000`,
    "",
  ].join("\n");
}

export interface SecureRedis extends RedisFleet {
  readonly port: number;
  /** PEM. */
  readonly ca: string;
}

/** With TLS alone, and the users of an ACL file. */
export async function startSecureRedis(users: readonly string[]): Promise<SecureRedis> {
  const port = await freePort();
  let ca = "";
  const fleet = await startFleet(async (folder) => {
    await makeCertificates(folder);
    ca = readFileSync(join(folder, "ca.pem"), "utf8");
    writeFileSync(join(folder, "users.acl"), `${users.join("\n")}\n`);
    const tls = [
      ...["--port", "0", "--tls-port", String(port), "--tls-auth-clients", "no"],
      ...["--tls-cert-file", "server.pem", "--tls-key-file", "server.key", "--tls-ca-cert-file", "ca.pem"],
      ...["--aclfile", join(folder, "users.acl")],
    ];
    const server = createRedisProcess({ port, folder, args: [...serverArgs(port, folder), ...tls] });
    await server.start();
    return [server];
  });
  return { ...fleet, port, ca };
}

/** A CA, and by it a server on this machine. Valid for a day. */
async function makeCertificates(folder: string): Promise<void> {
  const openssl = (...words: readonly string[]): Promise<unknown> => run("openssl", words, { cwd: folder });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"];
  await openssl("req", "-x509", ...key, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=scepscope test");
  await openssl(
    ...[
      "req",
      "-x509",
      "-CA",
      "ca.pem",
      "-CAkey",
      "ca.key",
      ...key,
      "-keyout",
      "server.key",
      "-out",
      "server.pem",
    ],
    ...["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"],
    ...["-addext", "basicConstraints=critical,CA:FALSE"],
  );
}

async function startFleet(start: (folder: string) => Promise<readonly RedisProcess[]>): Promise<RedisFleet> {
  const folder = mkdtempSync(join(tmpdir(), "scepscope-redis-"));
  try {
    const servers = await start(folder);
    return {
      servers,
      folder,
      end: async (outcome) => {
        for (const server of servers) await server.kill();
        if (outcome?.isFailed === true) keepLogs(folder);
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    keepLogs(folder);
    throw error;
  }
}

/** Nodes of a cluster talk to each other on a port that is 10000 higher. */
async function clusterPort(): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (port < 55_000) return port;
  }
}

const readyMsMax = 20_000;

async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  for (const end = performance.now() + readyMsMax; !(await isSo()); await delay(50))
    if (performance.now() > end) throw new Error(`${what} was not ready in ${readyMsMax} ms`);
}
