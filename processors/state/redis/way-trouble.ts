import { knownTrouble, tlsTroubles } from "../../../collectors/contract/index.ts";
import type { KnownTrouble, Trouble } from "../../../collectors/contract/index.ts";
import { replicaWords } from "./replica-words.ts";

const stranger: Trouble = {
  what: "it refuses this user",
  remedy: "look at the name, the password and the rights (ACL) of the user",
};
/** Of what is configured as one server. */
export const inCluster: Trouble = {
  what: "it is of a cluster",
  remedy: "name the nodes of the cluster in the configuration (`redis.redisKind: cluster`)",
};
export const inNoCluster: Trouble = {
  what: "it is of no cluster",
  remedy: "name it as a single server in the configuration (`redis.redisKind: single`)",
};
export const sentinel: Trouble = {
  what: "it is a Sentinel, which keeps nothing itself",
  remedy: "name it as one in the configuration (`redis.redisKind: sentinel`, `redis.masterName`)",
};
const unable: Trouble = {
  what: "it does not know a command of the store: it is a Sentinel, or no Redis 7",
  remedy: `where it is a Sentinel, ${sentinel.remedy}`,
};

export const uncovered: Trouble = {
  what: "its cluster does not serve all slots",
  remedy: "start the node that is away, or give its slots to others (`redis-cli --cluster fix`)",
};

/** What stands in the way to a Redis, by what its client said last; null: it does not answer, or nobody knows more. */
export function wayTrouble(error: Error): Trouble | null {
  return knownTrouble(error.message, troubles);
}

const known = (pattern: RegExp, { what, remedy }: Trouble): KnownTrouble => [pattern, what, remedy];

/** Sentinels come first: what they refuse stands behind that none is reached. */
const troubles: readonly KnownTrouble[] = [
  [
    /No such master with that name/,
    "its sentinels know no master of this name",
    "set `redis.masterName` to the name that they have (`sentinel monitor NAME` in their configuration)",
  ],
  [
    /unknown command 'sentinel'/i,
    "the address is that of a Redis, not of a Sentinel",
    "name its sentinels, or set `redis.redisKind: single`",
  ],
  [
    /sentinels.*(?:NOAUTH|WRONGPASS|NOPERM)/,
    "its sentinels refuse this user",
    "look at `redis.sentinelUsername` and at their password, which is not that of Redis (SCEPSCOPE_SENTINEL_PASSWORD or `redis.sentinelPasswordFile`)",
  ],
  ...tlsTroubles,
  [
    /All sentinels are unreachable/,
    "no sentinel answers",
    "see whether they run, and whether this machine reaches them",
  ],
  known(/cluster support disabled/, inNoCluster),
  known(/^(?:NOAUTH|WRONGPASS|NOPERM)/, stranger),
  known(/^(?:MOVED|ASK) /, inCluster),
  known(/unknown command/i, unable),
  known(/^READONLY/, replicaWords),
  known(/^CLUSTERDOWN/, uncovered),
];
