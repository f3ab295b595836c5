import { connectToSentinel } from "./connect.ts";
import { bad, ok, warn } from "./finding.ts";
import type { Finding } from "./finding.ts";
import type { RedisAddress, RedisOptions, SentinelPlace } from "./options.ts";
import { wayTrouble } from "./way-trouble.ts";

/** Whether each sentinel answers and knows the master. While one does, the others are missed by nobody: until that one is away, too. */
export async function checkSentinels(
  options: RedisOptions,
  place: SentinelPlace,
): Promise<readonly Finding[]> {
  return Promise.all(place.sentinels.map((address) => checkSentinel(options, place, address)));
}

async function checkSentinel(
  options: RedisOptions,
  place: SentinelPlace,
  address: RedisAddress,
): Promise<Finding> {
  const name = `the sentinel at ${address.host}:${address.port}`;
  const client = connectToSentinel(options, place, address);
  let heard: Error | null = null;
  client.on("error", (error: Error) => (heard ??= error));
  try {
    const found = await client.call("sentinel", "get-master-addr-by-name", place.master);
    return found === null
      ? bad(
          `${name}: it knows no master of the name ${place.master}`,
          "set `redis.masterName` to the name that it has (`sentinel monitor NAME` in its configuration)",
        )
      : ok(`${name}: it knows the master`);
  } catch (error) {
    return troubleOf(name, heard ?? error);
  } finally {
    client.disconnect();
  }
}

function troubleOf(name: string, error: unknown): Finding {
  const said = error instanceof Error ? error.message.trim() : String(error);
  const known = wayTrouble(new Error(`sentinels: ${said}`));
  return known === null
    ? warn(
        `${name}: it does not answer (${said})`,
        "see whether it runs and whether this machine reaches it: others are asked in its place, as long as one is left",
      )
    : bad(`${name}: ${known.what} (${said})`, known.remedy);
}
