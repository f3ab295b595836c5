import type { Key, Observation } from "../contract/index.ts";
import type { HttpErrRecord } from "../records/index.ts";
import type { OpenFacts } from "./facts.ts";
import { addKey } from "./keys.ts";
import { internText } from "./kept-text.ts";
import { toObservation } from "./observation.ts";
import type { ObserveContext } from "./observe-context.ts";
import { addScepQuery } from "./scep-query.ts";
import { sitePathOf } from "./site-path.ts";

/**
 * What HTTP.sys refused or lost before IIS could log it: AppOffline (the pool is stopped), RequestLength, URL_Length,
 * Connection_…, Timer_…. Rows of other sites and pools are let go. Microsoft, "Error logging in HTTP Server API".
 */
export function observeHttpErr(record: HttpErrRecord, context: ObserveContext, out: Observation[]): void {
  const question = record.uri.indexOf("?");
  const path = question < 0 ? record.uri : record.uri.slice(0, question);
  const place = sitePathOf(path);
  if (place === "none" && !scepQueue.test(record.queue)) return;
  const keys: Key[] = [];
  const facts = readFacts(record, path);
  if (place === "scep" && question >= 0) readQuery(record.uri.slice(question + 1), keys, facts);
  // The client of the policy module's own call is the server.
  if (place !== "verify" && place !== "notify") addKey(keys, "clientIp", record.clientIp);
  const outcome = idle.test(record.reason) ? "none" : "failed";
  const stage = stages[place];
  out.push(
    toObservation(record, context, {
      writer: "httperr",
      kind: "contact.http-error",
      stage,
      outcome,
      keys,
      facts,
    }),
  );
}

function readQuery(query: string, keys: Key[], facts: OpenFacts): void {
  const operation = /(?:^|&)operation=(\w{1,32})/i.exec(query.slice(0, 256))?.[1];
  if (operation !== undefined) facts.operation = internText(operation.toLowerCase());
  addScepQuery(keys, facts, query);
}

/** Microsoft's instructions name the application pool of NDES so. */
const scepQueue = /^SCEP\b/i;

/** A kept-alive connection that timed out between two requests: nothing failed. */
const idle = /^Timer_ConnectionIdle$/i;

/** An error of the policy module's own call counts for the stage that made the call. */
const stages = { scep: 2, "scep-other": 2, "policy-other": 2, none: 2, verify: 3, notify: 6 } as const;

function readFacts(record: HttpErrRecord, path: string): OpenFacts {
  const facts: OpenFacts = {};
  if (record.method !== "") facts.method = internText(record.method);
  if (path !== "" && path !== "-") facts.path = internText(path.slice(0, 256));
  if (record.status >= 0) facts.status = record.status;
  if (record.reason !== "") facts.httpReason = internText(record.reason);
  if (record.queue !== "") facts.queue = internText(record.queue);
  return facts;
}
