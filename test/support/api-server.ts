import { servedRunbooks } from "../../deploy/alerts/index.ts";
import { startServer } from "../../processors/api/index.ts";
import type { ApiOptions, Server } from "../../processors/api/index.ts";
import type { Store } from "../../processors/contract/index.ts";
import { catalogue } from "../../processors/index.ts";
import { createMemoryStore } from "../../processors/state/index.ts";
import { fillStore } from "./filled-store.ts";
import type { FilledStore } from "./filled-store.ts";
import { madeRequest } from "./made-requests.ts";
import { simulatedStore } from "./simulated-store.ts";
import type { SimulatedStore } from "./simulated-store.ts";

export interface ApiServer {
  readonly server: Server;
  readonly filled: FilledStore;
  /** What was put into it at the start. */
  readonly made: SimulatedStore;
  readonly faults: readonly unknown[];
  close(): Promise<void>;
}

/** A server on a free port over the logs of a simulation; its clock stands a quarter of an hour after the newest of them. */
export async function apiServer(
  given: Partial<ApiOptions> = {},
  store: Store = createMemoryStore(),
): Promise<ApiServer> {
  const made = await simulatedStore("example", 7);
  const filled = await fillStore(store);
  await filled.put(...made.requests);
  await filled.putHosts(...made.hosts);
  await allHeard(filled);
  const faults: unknown[] = [];
  const server = await startServer({
    lookup: store.lookup,
    catalogue,
    metrics: async (openMetrics) => ({
      contentType: openMetrics ? "application/openmetrics-text; version=1.0.0" : "text/plain; version=0.0.4",
      body: "scep_requests_total 1\n",
    }),
    ready: () => ({ isReady: true }),
    quote: made.quote,
    listen: { host: "127.0.0.1", port: 0 },
    auth: null,
    clock: () => made.newestAt + 900_000,
    onFault: (error) => faults.push(error),
    ...servedRunbooks(),
    ...given,
  });
  const close = async (): Promise<void> => {
    await server.close();
    await store.close();
  };
  return { server, filled, made, faults, close };
}

/** What another process has changed is heard some time later: behind this a reader is told nothing of the filling. */
async function allHeard(filled: FilledStore): Promise<void> {
  const stop = new AbortController();
  for (let round = 0; !stop.signal.aborted; round += 1) {
    const last = `filled-${round}`;
    const changes = filled.store.lookup.changes(stop.signal);
    await filled.put(madeRequest({ id: last, isFinal: false }));
    await filled.gone(last, null);
    for await (const change of changes) {
      if (change.type === "overflow") break;
      if (change.type === "gone" && change.id === last) stop.abort();
    }
  }
}
