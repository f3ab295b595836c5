import { startServer } from "../../processors/api/index.ts";
import type { ApiOptions, Server } from "../../processors/api/index.ts";
import { catalogue } from "../../processors/index.ts";
import { createPlainLookup } from "./plain-lookup.ts";
import type { PlainLookup } from "./plain-lookup.ts";
import { simulatedStore } from "./simulated-store.ts";
import type { SimulatedStore } from "./simulated-store.ts";

export interface ApiServer extends AsyncDisposable {
  readonly server: Server;
  readonly lookup: PlainLookup;
  readonly store: SimulatedStore;
  readonly faults: readonly unknown[];
}

/** A server on a free port over the logs of a simulation; its clock stands a quarter of an hour after the newest of them. */
export async function apiServer(given: Partial<ApiOptions> = {}): Promise<ApiServer> {
  const store = await simulatedStore("example", 7);
  const lookup = createPlainLookup();
  for (const request of store.requests) lookup.put(request);
  for (const host of store.hosts) lookup.putHost(host);
  const faults: unknown[] = [];
  const server = await startServer({
    lookup,
    catalogue,
    metrics: async (openMetrics) => ({
      contentType: openMetrics ? "application/openmetrics-text; version=1.0.0" : "text/plain; version=0.0.4",
      body: "scep_requests_total 1\n",
    }),
    ready: () => ({ isReady: true }),
    quote: store.quote,
    listen: { host: "127.0.0.1", port: 0 },
    auth: null,
    clock: () => store.newestAt + 900_000,
    version: "0.0.0",
    onFault: (error) => faults.push(error),
    ...given,
  });
  return { server, lookup, store, faults, [Symbol.asyncDispose]: () => server.close() };
}
