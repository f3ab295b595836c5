import type { Config, Secrets } from "../config/index.ts";
import { isLoopback } from "../../processors/contract/index.ts";
import type { TraceQueue } from "../otel/index.ts";
import type { Log } from "../runtime/log.ts";

interface TraceSurroundings {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly log: Log;
  readonly wake: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Null: no traces are sent, and what sends them is not loaded. */
export async function openTraces({
  config,
  secrets,
  log,
  wake,
}: TraceSurroundings): Promise<TraceQueue | null> {
  const { endpoint, samplePercent, logTexts, queueTracesMax, sendMsMax } = config.traces;
  if (endpoint === "") return null;
  const { protocol, hostname, host } = new URL(endpoint);
  const traceLog = log.child("traces");
  if (protocol === "http:" && !isLoopback(hostname))
    traceLog.warn("traces leave this machine unencrypted: use https, or a collector on this machine", {
      host,
    });
  const otel = await import("../otel/index.ts");
  return otel.openTraces({
    endpoint,
    headers: Object.fromEntries(secrets.traceHeaders ?? []),
    timeoutMs: sendMsMax,
    samplePercent,
    logTexts: logTexts && config.pseudonyms.users === "off" && config.pseudonyms.devices === "off",
    queueTracesMax,
    log: traceLog,
    wake,
  });
}
