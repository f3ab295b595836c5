import { factsOf } from "./facts.ts";
import { createLink } from "./link.ts";
import type { RedisOptions } from "./options.ts";
import { createPlaces } from "./places.ts";
import { textOf } from "./reply.ts";

/** How large the store is. */
export interface RedisSize {
  /** Of the layout; null: nothing was ever kept here. */
  readonly schema: number | null;
  /** Bytes in use by everything on the servers, and how many they may use, 0: as many as there are. Null: this user may not ask. */
  readonly memory: { readonly usedBytes: number; readonly limitBytes: number } | null;
}

/** Asks each server. Changes nothing. Rejects with `StoreFailed` when Redis does not answer. */
export async function measureRedis(options: RedisOptions): Promise<RedisSize> {
  const link = createLink(options);
  try {
    const schema = await link.call("get", [createPlaces(options.prefix).schema]);
    return { schema: schema === null ? null : Number(textOf(schema)), memory: await memoryOf(options) };
  } finally {
    link.close();
  }
}

async function memoryOf(options: RedisOptions): Promise<RedisSize["memory"]> {
  const { place } = options;
  const servers =
    place.kind === "cluster"
      ? place.nodes.map((address) => ({ ...options, place: { kind: "single", address } as const }))
      : [options];
  let [usedBytes, limitBytes] = [0, 0];
  for (const server of servers) {
    const link = createLink(server);
    try {
      const facts = factsOf(textOf(await link.call("info", ["memory"])));
      usedBytes += Number(facts.get("used_memory") ?? 0);
      limitBytes += Number(facts.get("maxmemory") ?? 0);
    } catch (error) {
      if (error instanceof Error && /NOPERM/.test(error.message)) return null;
      throw error;
    } finally {
      link.close();
    }
  }
  return { usedBytes, limitBytes };
}
