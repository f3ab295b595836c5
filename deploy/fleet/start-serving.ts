import { startServer } from "../../processors/api/index.ts";
import type { Readiness, Server } from "../../processors/api/index.ts";
import type { Lookup } from "../../processors/contract/index.ts";
import { catalogue } from "../../processors/index.ts";
import { createExposer, disguisedLookup } from "../../processors/live.ts";
import { servedRunbooks } from "../alerts/index.ts";
import type { Config, Secrets } from "../config/index.ts";
import type { Log } from "../runtime/log.ts";
import { apiLimitsOf } from "../up/limits.ts";
import { pseudonymsOf } from "../up/pseudonyms-of.ts";

export interface ServingOptions {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly lookup: Lookup;
  /** Whether the store answers. */
  readonly ready: () => Readiness;
  /** Why nothing that hosts say is kept; null: it is. */
  readonly deaf: () => string | null;
  /** What is not shown just now although it is kept; null: nothing. */
  readonly partial: () => string | null;
  readonly log: Log;
  readonly clock: { now(): number };
}

/** API and page of a fleet, on the store that its processors write to. Any number may run: none knows anything that the store does not. */
export async function startServing({
  ready,
  deaf,
  partial,
  config,
  secrets,
  lookup,
  log,
  clock,
}: ServingOptions): Promise<Server> {
  const pseudonyms = pseudonymsOf(config, secrets);
  const exposer = createExposer();
  return startServer({
    lookup: pseudonyms === null ? lookup : disguisedLookup(lookup, pseudonyms),
    catalogue,
    // Requests and hosts are counted by the processors: here it is only the process.
    metrics: async (openMetrics) => {
      const { contentType, text } = await exposer.expose(openMetrics ? "openmetrics" : "text", []);
      return { contentType, body: text };
    },
    ready,
    deaf,
    partial,
    // The logs lie on other machines.
    quote: async () => null,
    listen: config.listen,
    auth: secrets.token === null ? null : { token: secrets.token },
    clock: () => clock.now(),
    ...servedRunbooks(),
    onFault: (error) => log.child("api").error("a question could not be answered", { error }),
    limits: apiLimitsOf(config),
  });
}
