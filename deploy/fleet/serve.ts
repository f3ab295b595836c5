import type { Server } from "../../processors/api/index.ts";
import type { Secrets } from "../config/index.ts";
import { openFleetStore } from "./open-store.ts";
import type { OpenStoreOptions } from "./open-store.ts";
import { sayRedisFindings } from "./say-redis-findings.ts";
import { startServing } from "./start-serving.ts";
import { watchStore } from "./store-watch.ts";

/** API and page of a fleet on its Redis, until it is closed. Rejects where it must not or cannot listen. */
export async function startServe(
  options: OpenStoreOptions & { readonly secrets: Secrets },
): Promise<Pick<Server, "url" | "close">> {
  const store = openFleetStore(options);
  const watch = watchStore(store, {
    log: options.log.child("store"),
    clock: options.clock,
    silentMs: options.config.live.silentMs,
  });
  try {
    const server = await startServing({
      ...options,
      lookup: store.lookup,
      ready: watch.ready,
      deaf: watch.deaf,
      partial: watch.partial,
    });
    const over = new AbortController();
    const close = async (): Promise<void> => {
      over.abort();
      watch.close();
      await server.close();
      await store.close();
    };
    void sayRedisFindings({ ...options, signal: over.signal }, "serve");
    return { url: server.url, close };
  } catch (error) {
    watch.close();
    await store.close();
    throw error;
  }
}
