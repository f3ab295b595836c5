import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { connectOnce } from "./connect.ts";
import type { Link, Word } from "./link.ts";
import type { RedisOptions } from "./options.ts";
import { createPlaces } from "./places.ts";
import type { Places } from "./places.ts";
import { listOf, textOf } from "./reply.ts";

/** Each is tried on a key that is not there: what may be given finds nothing. The name and what was refused, one behind the other. */
const readTrial = `local refused = {}
local function try(name, ...)
  local reply = redis.pcall(name, ...)
  if type(reply) == 'table' and reply.err then refused[#refused + 1] = name; refused[#refused + 1] = reply.err end
end
try('HGET', KEYS[1], 'a') try('HMGET', KEYS[1], 'a') try('HGETALL', KEYS[1]) try('HLEN', KEYS[1]) try('HSCAN', KEYS[1], 0)
try('EXISTS', KEYS[1]) try('ZRANGE', KEYS[1], 0, 0) try('ZRANGEBYSCORE', KEYS[1], 0, 0) try('ZCOUNT', KEYS[1], 0, 1)
`;
/** What one of them makes another one removes. */
const writeTrial = `${readTrial}
try('HSET', KEYS[1], 'a', 1) try('HSETNX', KEYS[1], 'a', 1) try('HDEL', KEYS[1], 'a')
try('ZADD', KEYS[1], 1, 'a') try('ZREM', KEYS[1], 'a') try('RPUSH', KEYS[1], 'a') try('RPOP', KEYS[1])
try('DEL', KEYS[1]) try('TIME') try('PUBLISH', ARGV[1], '{}')
`;
const told = "return refused";

/**
 * What of all that the store does this user may not do, as names of commands, in the order of the alphabet. Tries each; leaves nothing behind but for a user who may make keys and
 * not remove them. Rejects with what else stood in the way.
 */
export async function missingRights(
  link: Link,
  options: RedisOptions,
  { isForReading }: { readonly isForReading: boolean },
): Promise<readonly string[]> {
  const places = createPlaces(options.prefix);
  const missing = new Set<string>();
  for (const [command, ...words] of isForReading ? readCommands(places) : writeCommands(places))
    if (await isRefused(() => link.call(command, words))) missing.add(command);
  const trial = (isForReading ? readTrial : writeTrial) + told;
  const inScript = async (): Promise<void> => {
    const refused = listOf(await link.call("eval", [trial, 1, places.meta(trialPartition), places.changes]));
    for (let at = 0; at < refused.length; at += 2)
      if (isOfRights(textOf(refused[at + 1]))) missing.add(textOf(refused[at]).toLowerCase());
  };
  if (await isRefused(inScript)) missing.add("eval");
  if (await isRefused(() => hear(options, places.changes))) missing.add("subscribe");
  return [...missing].toSorted();
}

const trialPartition = `doctor-${randomBytes(4).toString("hex")}`;
type Command = readonly [string, ...Word[]];

function readCommands(places: Places): readonly Command[] {
  return [
    ["get", places.schema],
    ["smembers", places.partitions],
    ["hget", places.dictionaries(trialPartition), 0],
    ["hmget", places.hosts(trialPartition), "a"],
    ["hvals", places.hosts(trialPartition)],
    ["evalsha", Buffer.alloc(20).toString("hex"), 1, places.meta(trialPartition)],
  ];
}

/** The first key is gone in a moment, the second one is removed by the script. */
function writeCommands(places: Places): readonly Command[] {
  return [
    ...readCommands(places),
    ["set", places.dictionaries(trialPartition), 1, "PX", 1],
    ["sadd", places.meta(trialPartition), 1],
  ];
}

async function hear(options: RedisOptions, channel: string): Promise<void> {
  const client = connectOnce(options, 0);
  client.on("error", () => {});
  try {
    await client.subscribe(channel);
  } finally {
    client.disconnect();
  }
}

async function isRefused(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return false;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (isOfRights(error.message)) return true;
    // It would have done it.
    if (error.message.startsWith("NOSCRIPT")) return false;
    throw error;
  }
}

/** Of a command by itself, and of one in a script. */
function isOfRights(message: string): boolean {
  return /NOPERM|ACL failure|can't run this command|can't access/.test(message);
}
