import { servedRunbooks } from "../alerts/index.ts";
import type { Readiness, startServer } from "../../processors/api/index.ts";
import type { Store } from "../../processors/contract/index.ts";
import { catalogue } from "../../processors/index.ts";
import { disguisedLookup } from "../../processors/live.ts";
import type { Exposer, Keeper, Pseudonyms } from "../../processors/live.ts";
import type { Config, Secrets } from "../config/index.ts";
import type { Notifier } from "../notify/index.ts";
import type { TraceQueue } from "../otel/index.ts";
import type { Log } from "../runtime/log.ts";
import { apiLimitsOf } from "./limits.ts";
import { liveView } from "./live-view.ts";
import type { Quotes } from "./quotes.ts";
import { whyDeaf } from "./why-deaf.ts";

/** What the API asks of the rest. */
export interface ApiParts {
  readonly store: Store;
  readonly quotes: Quotes;
  /** Null: nothing is hidden. */
  readonly pseudonyms: Pseudonyms | null;
  readonly here: Readonly<Here>;
  readonly exposer: Exposer;
}

/** The pipeline that runs now. */
export interface Here {
  /** Null until its state is restored. */
  keeper: Keeper | null;
  busBytes: () => number;
  /** Null: none are sent. */
  traces: TraceQueue | null;
  /** Null until the address of the page is known. */
  notifier: Notifier | null;
}

interface ApiSurroundings {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly clock: { now(): number };
  readonly log: Log;
}

export function apiOptions(
  { config, secrets, clock, log }: ApiSurroundings,
  parts: ApiParts,
): Parameters<typeof startServer>[0] {
  const { store, pseudonyms } = parts;
  return {
    lookup: pseudonyms === null ? store.lookup : disguisedLookup(store.lookup, pseudonyms),
    catalogue,
    metrics: (openMetrics) => exposition(parts, openMetrics),
    ready: () => readiness(parts.here.keeper),
    deaf: () => whyDeaf(parts.here.keeper?.health().refusal ?? null),
    // Nobody can say which words of a log line name somebody: where names are hidden, no line is shown.
    quote: async (fileId, offset, length) =>
      pseudonyms === null
        ? parts.quotes.quote(parts.here.keeper?.partition.fileOf(fileId) ?? null, offset, length)
        : null,
    listen: config.listen,
    auth: secrets.token === null ? null : { token: secrets.token },
    clock: () => clock.now(),
    ...servedRunbooks(),
    alerts: () => parts.here.notifier?.firing() ?? [],
    onFault: (error) => log.child("api").error("a question could not be answered", { error }),
    limits: apiLimitsOf(config),
  };
}

async function exposition(
  { here, exposer }: ApiParts,
  openMetrics: boolean,
): Promise<{ readonly contentType: string; readonly body: string }> {
  if (here.keeper === null) return { contentType: "text/plain; charset=utf-8", body: "" };
  const around = {
    busBytes: here.busBytes(),
    ...(here.traces === null ? {} : { traces: here.traces.health() }),
    ...(here.notifier === null ? {} : { notices: here.notifier.health() }),
  };
  const samplesOf = here.keeper.partition.metrics.look(liveView(here.keeper, around));
  const { contentType, text } = await exposer.expose(openMetrics ? "openmetrics" : "text", [
    { partition: null, samplesOf },
  ]);
  return { contentType, body: text };
}

export function readiness(keeper: Keeper | null): Readiness {
  if (keeper === null) return { isReady: false, reason: "the state is being restored" };
  const deaf = whyDeaf(keeper.health().refusal);
  if (deaf !== null) return { isReady: false, reason: deaf };
  if (!keeper.partition.hasReport()) return { isReady: false, reason: "the logs were not looked at yet" };
  if (keeper.partition.isBehind()) return { isReady: false, reason: "older logs are still being read" };
  if (!keeper.hasShown())
    return { isReady: false, reason: "what is not final yet is still being put together" };
  return { isReady: true };
}
