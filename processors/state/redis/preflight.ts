import { StoreFailed, grouped } from "../../contract/index.ts";
import { factsOf } from "./facts.ts";
import type { Facts } from "./facts.ts";
import { createLink } from "./link.ts";
import type { Link } from "./link.ts";
import { missingRights } from "./missing-rights.ts";
import { nameOfPlace } from "./options.ts";
import type { RedisOptions } from "./options.ts";
import { replicaWords } from "./replica-words.ts";
import { textOf } from "./reply.ts";

/** What somebody who is about to run a fleet on a Redis should know of it. */
export interface Finding {
  readonly level: "ok" | "warn" | "bad";
  readonly what: string;
  /** Empty: nothing is to be done. */
  readonly remedy: string;
}

export interface Forecast {
  /** How many requests are to be kept, all in all. */
  readonly requests: number;
  /** Whoever asks will only read, and needs no right to write. Absent: it will write. */
  readonly isForReading?: boolean;
}

/** Of memory, with all indexes: measured with varied requests of 11 identifiers each, in commits of many (`npm run bench`); single ones need a fifth more. */
const bytesPerRequest = 1000;

/** Looks at each server. Changes nothing but two keys, which it removes. */
export async function checkRedis(options: RedisOptions, forecast: Forecast): Promise<readonly Finding[]> {
  const { place } = options;
  if (place.kind !== "cluster") return checkServer(options, forecast, { isInCluster: false });
  const share = { ...forecast, requests: forecast.requests / place.nodes.length };
  const findings = await Promise.all(
    place.nodes.map((address) =>
      checkServer({ ...options, place: { kind: "single", address } }, share, { isInCluster: true }),
    ),
  );
  return [...findings.flat(), ...(await orTrouble(options, async () => [await rightsOf(options, forecast)]))];
}

async function checkServer(
  options: RedisOptions,
  forecast: Forecast,
  { isInCluster }: { readonly isInCluster: boolean },
): Promise<readonly Finding[]> {
  const link = createLink(options);
  const name = nameOfPlace(options.place);
  try {
    return await orTrouble(options, async () => {
      const facts = factsOf(textOf(await link.call("info", [])));
      const told = [
        versionOf(facts),
        roleOf(facts),
        clusterOf(facts, isInCluster),
        policyOf(facts),
        persistenceOf(facts),
        memoryOf(facts, forecast),
        await latencyOf(link),
      ];
      // Whoever is no such server does not let anything be tried.
      const isPlace =
        !isInCluster && [roleOf(facts), clusterOf(facts, false)].every(({ level }) => level === "ok");
      if (isPlace) told.push(await rightsOf(options, forecast));
      return told.map((finding) => ({ ...finding, what: `${name}: ${finding.what}` }));
    });
  } finally {
    link.close();
  }
}

async function orTrouble(
  { tls }: RedisOptions,
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof StoreFailed)) throw error;
    return [
      bad(
        error.message,
        `see whether it runs, whether this machine reaches it, whether name, password and certificates fit, and whether this port speaks ${tls === null ? "without TLS" : "TLS"}, as \`redis.useTls\` says`,
      ),
    ];
  }
}

function ok(what: string): Finding {
  return { level: "ok", what, remedy: "" };
}
function warn(what: string, remedy: string): Finding {
  return { level: "warn", what, remedy };
}
function bad(what: string, remedy: string): Finding {
  return { level: "bad", what, remedy };
}

function versionOf(facts: Facts): Finding {
  const version = facts.get("redis_version") ?? "";
  const [major = 0] = version.split(".").map(Number);
  if (major >= 7) return ok(`version ${version}`);
  return bad(
    `version ${version || "unknown"}: the scripts of the store are tried on 7 and later`,
    "install Redis 7",
  );
}

function roleOf(facts: Facts): Finding {
  const role = facts.get("role") ?? "unknown";
  if (role === "master") return ok("it is a master");
  if (role === "slave") return bad(replicaWords.what, replicaWords.remedy);
  return bad(`it is a ${role}, which cannot be written`, replicaWords.remedy);
}

function clusterOf(facts: Facts, isInCluster: boolean): Finding {
  const isCluster = facts.get("cluster_enabled") === "1";
  if (isCluster === isInCluster) return ok(isCluster ? "it is of a cluster" : "it stands alone");
  return isCluster
    ? bad(
        "it is of a cluster",
        "name the nodes of the cluster in the configuration (`redis.redisKind: cluster`)",
      )
    : bad(
        "it is of no cluster",
        "name it as a single server in the configuration (`redis.redisKind: single`)",
      );
}

function policyOf(facts: Facts): Finding {
  const policy = facts.get("maxmemory_policy") ?? "unknown";
  if (policy === "noeviction") return ok("it evicts nothing when its memory is full");
  return bad(
    `its maxmemory-policy is ${policy}: when its memory is full it throws away requests and state`,
    "set `maxmemory-policy noeviction`",
  );
}

function persistenceOf(facts: Facts): Finding {
  if (facts.get("aof_enabled") === "1")
    return facts.get("aof_last_write_status") === "ok"
      ? ok("it keeps an append-only file")
      : bad("it cannot write its append-only file", "see whether its disk is full");
  return warn(
    "it keeps no append-only file: when it is restarted, all is read again from Kafka, as far back as that goes",
    "set `appendonly yes` and `appendfsync everysec`",
  );
}

function memoryOf(facts: Facts, { requests }: Forecast): Finding {
  const number = (name: string): number => Number(facts.get(name) ?? 0);
  const limit = number("maxmemory") > 0 ? number("maxmemory") : number("total_system_memory");
  const [used, needed] = [number("used_memory"), requests * bytesPerRequest];
  const says = `${mebibytes(needed)} for ${grouped(Math.round(requests))} requests, of ${mebibytes(limit)} (${mebibytes(used)} in use)`;
  if (needed > limit)
    return bad(
      `its memory is too small: ${says}`,
      "give it more (`maxmemory`), or keep requests for a shorter time",
    );
  if (number("maxmemory") === 0)
    return warn(
      `its memory has no limit: ${says}`,
      "set `maxmemory`, with room for a copy while it is saved",
    );
  if (needed > limit * 0.7) return warn(`its memory is tight: ${says}`, "give it more (`maxmemory`)");
  return ok(`its memory is enough: ${says}`);
}

function mebibytes(bytes: number): string {
  return `${grouped(Math.ceil(bytes / 2 ** 20))} MiB`;
}

const pings = 21;
const latencyMsMax = 5;

async function latencyOf(link: Link): Promise<Finding> {
  const times: number[] = [];
  for (let count = 0; count < pings; count += 1) {
    const before = performance.now();
    await link.call("ping", []);
    times.push(performance.now() - before);
  }
  const median = times.toSorted((a, b) => a - b)[Math.floor(pings / 2)] ?? 0;
  const says = `it answers in ${median.toFixed(1)} ms`;
  return median <= latencyMsMax
    ? ok(says)
    : warn(
        `${says}: each commit and each lookup waits several times as long`,
        "run processors and pages near it",
      );
}

async function rightsOf(options: RedisOptions, { isForReading = false }: Forecast): Promise<Finding> {
  const link = createLink(options);
  try {
    const missing = await missingRights(link, options, { isForReading });
    if (missing.length === 0) return ok("the user may do what the store does");
    const { prefix } = options;
    return bad(
      `the user may not do all that the store does: ${missing.join(", ")}`,
      `give it \`~${prefix}* &${prefix}* ${isForReading ? readRights : writeRights}\``,
    );
  } finally {
    link.close();
  }
}

const readRights = "+@read +@connection +subscribe +eval +evalsha +info";
const writeRights = "+@all -@admin -@dangerous +info";
