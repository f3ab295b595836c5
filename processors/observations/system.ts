import type { Kind, Observation } from "../contract/index.ts";
import type { EventRecord } from "../records/index.ts";
import { eventQuote } from "./event-text.ts";
import type { OpenFacts } from "./facts.ts";
import { internText, quoteText } from "./kept-text.ts";
import { findValue } from "./named-keys.ts";
import { noKeys, toObservation } from "./observation.ts";
import type { ObserveContext } from "./observe-context.ts";

/**
 * Windows Process Activation Service: the worker of a pool died (5009, 5010, 5011), or the pool was stopped (5002 after several deaths, 5021, 5057, 5059). A death has
 * one event of these; the stop that follows it is no other crash.
 */
export function observeWas(record: EventRecord, context: ObserveContext, out: Observation[]): void {
  const kind = poolFailures.get(record.eventId);
  if (kind === undefined) return;
  const pool = findValue(record.values, "apppoolid", "apppool") || (record.values[0]?.[1] ?? "");
  push(record, context, out, kind, pool === "" ? {} : { queue: internText(pool.slice(0, 256)) });
}

/** Application Error 1000: a process crashed. That of a worker process does not say whose pool it served. */
export function observeApplicationError(
  record: EventRecord,
  context: ObserveContext,
  out: Observation[],
): void {
  if (record.eventId !== 1000) return;
  const application = (
    findValue(record.values, "appname", "applicationname") ||
    (record.values[0]?.[1] ?? "")
  ).toLowerCase();
  const name = application === "" ? record.message.slice(0, 300).toLowerCase() : application;
  if (name.includes("w3wp.exe")) push(record, context, out, "host.worker-crashed", {});
  else if (/ndesconnector|connectorsvc|certificateconnector/.test(name))
    push(record, context, out, "host.connector-event", {});
}

/** ASP.NET web events (1309, 1310 and the like); their first value is the event code, such as 3007 or 3005. */
export function observeWebEvent(record: EventRecord, context: ObserveContext, out: Observation[]): void {
  const first = record.values[0]?.[1].trim() ?? "";
  const code = /^\d{4,6}$/.test(first)
    ? first
    : /\bEvent code:\s?(\d{4,6})\b/i.exec(record.message.slice(0, 1024))?.[1];
  push(record, context, out, "host.web-event", code === undefined ? {} : { code: internText(code) });
}

export const poolFailures: ReadonlyMap<number, Kind> = new Map<number, Kind>([
  [5002, "host.pool-stopped"],
  [5009, "host.pool-crashed"],
  [5010, "host.pool-crashed"],
  [5011, "host.pool-crashed"],
  [5021, "host.pool-stopped"],
  [5057, "host.pool-stopped"],
  [5059, "host.pool-stopped"],
]);

function push(
  record: EventRecord,
  context: ObserveContext,
  out: Observation[],
  ...[kind, more]: readonly [Kind, OpenFacts]
): void {
  const facts: OpenFacts = { eventId: record.eventId, ...more, text: quoteText(eventQuote(record)) };
  out.push(
    toObservation(record, context, {
      writer: "system",
      kind,
      stage: 0,
      outcome: "failed",
      keys: noKeys,
      facts,
    }),
  );
}
