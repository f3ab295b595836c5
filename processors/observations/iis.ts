import type { Facts, Key, Kind, Observation } from "../contract/index.ts";
import { isCallBefore, wasTooLong } from "../contract/index.ts";
import type { IisRecord } from "../records/index.ts";
import { addKey } from "./keys.ts";
import { noKeys, toObservation } from "./observation.ts";
import type { Saying } from "./observation.ts";
import type { ObserveContext } from "./observe-context.ts";
import { openRowFacts, rowFacts } from "./row-facts.ts";
import { sitePathOf } from "./site-path.ts";
import { addScepQuery, mayHoldMessage } from "./scep-query.ts";
import { isMonitor, platformOf } from "./user-agent.ts";

/**
 * Rows of the site that NDES and the policy module share. Only rows on SCEP paths say something; all others are let go
 * at the cost of a glance at their path.
 *
 * A row is written when its call ends, so it is an interval. HTTP 200 on PKIOperation is no proof of a certificate: NDES
 * answers 200 with a failure inside. Microsoft: "Troubleshoot device to NDES communication".
 */
export function observeIis(record: IisRecord, context: ObserveContext, out: Observation[]): void {
  const place = sitePathOf(record.stem);
  if (place === "none") return;
  const saying = place === "scep" ? readScep(record) : readOther(record, place);
  out.push(toObservation(record, context, saying));
}

function readScep(record: IisRecord): Saying {
  const operation = operationOf(record);
  const keys: Key[] = [];
  const facts =
    operation === "contact.pki-operation" && mayHoldMessage(record.query)
      ? readMessage(keys, record)
      : rowFacts(record, platformOf(record.userAgent));
  addKey(keys, "clientIp", record.forwardedFor);
  addKey(keys, "clientIp", record.clientIp);
  addKey(keys, "userAgent", record.userAgent);
  return { writer: "iis", kind: operation, stage: 2, outcome: outcomeOf(operation, record), keys, facts };
}

function readMessage(keys: Key[], record: IisRecord): Facts {
  const facts = openRowFacts(record);
  addScepQuery(keys, facts, record.query);
  const platform = platformOf(record.userAgent);
  if (platform !== "unknown") facts.platform = platform;
  return facts;
}

const operations: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ["getcacaps", "contact.capabilities"],
  ["getcacert", "contact.ca-certificate"],
  ["getcacertchain", "contact.ca-certificate"],
  ["pkioperation", "contact.pki-operation"],
]);

/** The query is looked at by name and without case; what is long may have been replaced by `...`. */
function operationOf(record: IisRecord): Kind {
  const { query } = record;
  const named = operationForm.exec(query.length > 256 ? query.slice(0, 256) : query)?.[1];
  if (named !== undefined) return operationNamed(named.toLowerCase(), record.userAgent);
  // RFC 8894 section 4.1: only PKIOperation is sent by POST. And only its query is long enough to be elided, or to be refused for it, which may be logged without it.
  if (record.method === "POST" || query.startsWith("...") || wasTooLong(record))
    return "contact.pki-operation";
  if (query !== "" && query !== "-")
    return /(?:^|&)message=/i.test(query.slice(0, 64)) ? "contact.pki-operation" : "contact.other";
  const isLogged = record.columns.includes("cs-uri-query");
  return isLogged && (record.method === "GET" || record.method === "HEAD")
    ? "contact.probe"
    : "contact.other";
}

/** What a monitor fetches is the beginning of nothing. */
function operationNamed(name: string, userAgent: string): Kind {
  const kind = operations.get(name) ?? "contact.other";
  return kind !== "contact.pki-operation" && isMonitor(userAgent) ? "contact.other" : kind;
}

const operationForm = /(?:^|[&?])operation=([A-Za-z]{1,32})/i;

function outcomeOf(kind: Kind, record: IisRecord): Saying["outcome"] {
  if (kind === "contact.probe") return record.status >= 400 && record.status !== 403 ? "failed" : "none";
  if (record.status >= 400) return "failed";
  return isCallBefore(kind) && record.status === 200 ? "ok" : "none";
}

/** The policy module's own calls: their client is the host itself, so they carry no key. */
function readOther(record: IisRecord, place: "verify" | "notify" | "scep-other" | "policy-other"): Saying {
  const facts = rowFacts(record, "unknown");
  const failed = record.status >= 400;
  if (place === "verify") return call("verify.call", 3, record.status === 201, record, facts);
  if (place === "notify") return call("report.call", 6, record.status === 204, record, facts);
  const keys: Key[] = [];
  addKey(keys, "clientIp", record.forwardedFor);
  addKey(keys, "clientIp", record.clientIp);
  return { writer: "iis", kind: "contact.other", stage: 2, outcome: failed ? "failed" : "none", keys, facts };
}

/** Any status but the one of success is a failure; a browser that looks at the address by GET says nothing. */
function call(kind: Kind, stage: 3 | 6, ok: boolean, record: IisRecord, facts: Facts): Saying {
  if (record.method !== "POST") {
    return { writer: "iis", kind: "contact.other", stage: 2, outcome: "none", keys: noKeys, facts };
  }
  return {
    writer: "iis",
    kind,
    stage,
    outcome: ok ? "ok" : record.status < 0 ? "none" : "failed",
    keys: noKeys,
    facts,
  };
}
