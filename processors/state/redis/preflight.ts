import type { Trouble } from "../../../collectors/contract/index.ts";
import { StoreFailed, grouped } from "../../contract/index.ts";
import { factsOf } from "./facts.ts";
import type { Facts } from "./facts.ts";
import { bad, ok, warn } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { checkSentinels } from "./check-sentinels.ts";
import { clusterRights, clusterShape } from "./cluster-shape.ts";
import { createLink } from "./link.ts";
import type { Link } from "./link.ts";
import { missingRights } from "./missing-rights.ts";
import { nameOfPlace } from "./options.ts";
import type { RedisAddress, RedisOptions } from "./options.ts";
import { replicaWords } from "./replica-words.ts";
import { textOf } from "./reply.ts";
import { inCluster, inNoCluster, sentinel, uncovered, wayTrouble } from "./way-trouble.ts";

export interface Forecast {
  /** How many requests are to be kept, all in all. */
  readonly requests: number;
  /** Whoever asks will only read, and needs no right to write. Absent: it will write. */
  readonly isForReading?: boolean;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
}

/** Of memory, with all indexes: measured with varied requests of 11 identifiers each, in commits of many (`npm run bench`); single ones need a fifth more. */
const bytesPerRequest = 1000;

/** Looks at each server. Changes nothing but two keys, which it removes. */
export async function checkRedis(options: RedisOptions, forecast: Forecast): Promise<readonly Finding[]> {
  const { place } = options;
  if (place.kind === "cluster") return checkCluster(options, place.nodes, forecast);
  const sentinels = place.kind === "sentinel" ? await checkSentinels(options, place) : [];
  // What it is that no master is named by was said.
  if (sentinels.length > 0 && sentinels.every(({ level }) => level !== "ok")) return sentinels;
  return [...sentinels, ...(await checkServer(options, forecast, { isInCluster: false }))];
}

async function checkCluster(
  options: RedisOptions,
  nodes: readonly RedisAddress[],
  forecast: Forecast,
): Promise<readonly Finding[]> {
  const found = await Promise.all(
    nodes.map((address) =>
      checkServer({ ...options, place: { kind: "single", address } }, forecast, { isInCluster: true }),
    ),
  );
  const findings = found.flat();
  // Whoever is no such server, or has not all slots, does not let anything be tried.
  const isUsable = findings.some(({ level }) => level === "ok");
  if (!isUsable || findings.some(({ remedy }) => remedy === uncovered.remedy)) return findings;
  return [...findings, ...(await orTrouble(options, async () => [await rightsOf(options, forecast)]))];
}

async function checkServer(
  options: RedisOptions,
  forecast: Forecast,
  { isInCluster }: { readonly isInCluster: boolean },
): Promise<readonly Finding[]> {
  const link = linkFor(options, forecast);
  const name = nameOfPlace(options.place);
  try {
    return await orTrouble(options, async () => {
      const facts = factsOf(textOf(await link.call("info", [])));
      const other = otherKind(facts, isInCluster);
      if (other !== null) return [bad(`${name}: ${other.what}`, other.remedy)];
      const shape = isInCluster ? await clusterShape(link) : { finding: ok("it stands alone"), masters: 1 };
      if (shape.masters === 0) return [{ ...shape.finding, what: `${name}: ${shape.finding.what}` }];
      const role = roleOf(facts, isInCluster);
      const told = [
        versionOf(facts),
        role,
        shape.finding,
        policyOf(facts),
        persistenceOf(facts),
        memoryOf(facts, { ...forecast, requests: forecast.requests / shape.masters }),
        await latencyOf(link),
      ];
      // A replica does not let anything be tried.
      if (!isInCluster && role.level === "ok") told.push(await rightsOf(options, forecast));
      return told.map((finding) => ({ ...finding, what: `${name}: ${finding.what}` }));
    });
  } finally {
    link.close();
  }
}

function linkFor(options: RedisOptions, { signal }: Forecast): Link {
  const link = createLink(options);
  signal?.addEventListener("abort", () => link.close(), { once: true });
  return link;
}

async function orTrouble(
  { tls, place }: RedisOptions,
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof StoreFailed)) throw error;
    const { cause } = error;
    const [known, said] = cause instanceof Error ? [wayTrouble(cause), cause.message.trim()] : [null, ""];
    if (known !== null) return [bad(`${nameOfPlace(place)}: ${known.what} (${said})`, known.remedy)];
    if (error.code === "store.disk-full") return [bad(error.message, roomRemedy)];
    return [
      bad(
        error.message,
        `see whether it runs, whether this machine reaches it, and whether this port speaks ${tls === null ? "without TLS" : "TLS"}, as \`redis.useTls\` says`,
      ),
    ];
  }
}

const roomRemedy =
  "make room on the disk of Redis (`INFO persistence`, and its log, say what it could not write), or give it more memory (`maxmemory`): what waits goes on by itself";

function versionOf(facts: Facts): Finding {
  const version = facts.get("redis_version") ?? "";
  const [major = 0] = version.split(".").map(Number);
  if (major >= 7) return ok(`version ${version}`);
  return bad(
    `version ${version || "unknown"}: the scripts of the store are tried on 7 and later`,
    "install Redis 7",
  );
}

/** A replica of a cluster knows the masters, and may be one tomorrow. */
function roleOf(facts: Facts, isInCluster: boolean): Finding {
  const role = facts.get("role") ?? "unknown";
  if (role === "master") return ok("it is a master");
  if (role === "slave" && isInCluster) return ok("it is a replica");
  if (role === "slave") return bad(replicaWords.what, replicaWords.remedy);
  return bad(`it is a ${role}, which cannot be written`, replicaWords.remedy);
}

/** What it is in place of what was named; null: it is that. */
function otherKind(facts: Facts, isInCluster: boolean): Trouble | null {
  if (facts.get("redis_mode") === "sentinel") return sentinel;
  const isCluster = facts.get("cluster_enabled") === "1";
  if (isCluster === isInCluster) return null;
  return isCluster ? inCluster : inNoCluster;
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

async function rightsOf(options: RedisOptions, forecast: Forecast): Promise<Finding> {
  const { isForReading = false } = forecast;
  const link = linkFor(options, forecast);
  try {
    const missing = await missingRights(link, options, { isForReading });
    if (missing.length === 0) return ok("the user may do what the store does");
    const { prefix, place } = options;
    const toFindNodes = place.kind === "cluster" ? ` ${clusterRights}` : "";
    return bad(
      `the user may not do all that the store does: ${missing.join(", ")}`,
      `give it \`~${prefix}* &${prefix}* ${isForReading ? readRights : writeRights}${toFindNodes}\``,
    );
  } finally {
    link.close();
  }
}

const readRights = "+@read +@connection +subscribe +eval +evalsha +info";
const writeRights = "+@all -@admin -@dangerous +info";
