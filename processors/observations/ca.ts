import type { Key, Kind, Observation, Stage } from "../contract/index.ts";
import { remembered } from "../records/index.ts";
import type { EventRecord } from "../records/index.ts";
import { eventQuote, eventText } from "./event-text.ts";
import type { OpenFacts } from "./facts.ts";
import { findHresult, toHresult } from "./hresult.ts";
import { issueReason } from "./issue-reason.ts";
import { addKey } from "./keys.ts";
import { internText, quoteText } from "./kept-text.ts";
import { findValue, normaliseName } from "./named-keys.ts";
import { toObservation } from "./observation.ts";
import type { ObserveContext } from "./observe-context.ts";

/**
 * The certification authority: Security log 4868 to 4900 (provider Microsoft-Windows-Security-Auditing) and Application log
 * (Microsoft-Windows-CertificationAuthority). Its request number joins them on one CA only, so its host is part of the
 * key. The activity id of these events is one per process and comes back hours later: it is never a key.
 */
export function observeCa(record: EventRecord, context: ObserveContext, out: Observation[]): void {
  const isAudit = /security-auditing/i.test(record.provider);
  const meaning = (isAudit ? audits : messages).get(record.eventId) ?? otherMeaning(record, isAudit);
  if (meaning === null) return;
  const [kind, stage, outcome] = meaning;
  const values = readValues(record);
  const keys: Key[] = stage === 0 ? [] : readKeys(record, values, context);
  const facts = readFacts(record, values, outcome);
  out.push(toObservation(record, context, { writer: "ca", kind, stage, outcome, keys, facts }));
}

type Meaning = readonly [kind: Kind, stage: Stage | 0, outcome: Observation["outcome"]];

/** What the Security log has of the certification authority: these, and no others. */
export const firstAuditId = 4868;
export const lastAuditId = 4900;

const audits: ReadonlyMap<number, Meaning> = new Map<number, Meaning>([
  [4868, ["issue.denied", 4, "failed"]], // a manager denied a pending request
  [4869, ["run.note", 4, "none"]], // a pending request was resubmitted
  [4873, ["run.note", 4, "none"]],
  [4874, ["run.note", 4, "none"]],
  [4886, ["issue.received", 4, "none"]],
  [4887, ["issue.issued", 4, "ok"]],
  [4888, ["issue.denied", 4, "failed"]],
  [4889, ["issue.pending", 4, "pending"]],
]);

const messages: ReadonlyMap<number, Meaning> = new Map<number, Meaning>([
  [6, ["issue.issued", 4, "ok"]],
  [7, ["issue.denied", 4, "failed"]],
  [8, ["issue.pending", 4, "pending"]],
  [21, ["issue.failed", 4, "failed"]],
  [22, ["issue.failed", 4, "failed"]],
  [23, ["issue.failed", 4, "failed"]],
  [52, ["issue.issued", 4, "ok"]],
  [53, ["issue.denied", 4, "failed"]],
  [54, ["issue.pending", 4, "pending"]],
  [56, ["issue.denied", 4, "failed"]],
  [57, ["issue.denied", 4, "failed"]],
]);

/** The Security log is full of other things; the rest of the CA's own is the health of the host. */
function otherMeaning(record: EventRecord, isAudit: boolean): Meaning | null {
  if (isAudit && (record.eventId < firstAuditId || record.eventId > lastAuditId)) return null;
  return ["host.health", 0, !isAudit && (record.level === 1 || record.level === 2) ? "failed" : "none"];
}

/** The values that are looked at in each event, `""` where there is none; of two with one name the first that is not empty counts. */
interface CaValues {
  requestId: string;
  publicKeyHash: string;
  serialNumber: string;
  subject: string;
  attributes: string;
}

/** One pass over the values, not one for each name: these events are as many as the requests. */
function readValues(record: EventRecord): CaValues {
  const found: CaValues = { requestId: "", publicKeyHash: "", serialNumber: "", subject: "", attributes: "" };
  for (const [written, value] of record.values) {
    const name = value === "" ? undefined : names.get(normaliseName(written));
    if (name !== undefined && found[name] === "") found[name] = value;
  }
  return found;
}

const names: ReadonlyMap<string, keyof CaValues> = new Map([
  ["requestid", "requestId"],
  ["subjectkeyidentifier", "publicKeyHash"],
  ["ski", "publicKeyHash"],
  ["serialnumber", "serialNumber"],
  ["subject", "subject"],
  ["subjectname", "subject"],
  ["attributes", "attributes"],
]);

function readKeys(record: EventRecord, values: CaValues, context: ObserveContext): Key[] {
  const keys: Key[] = [];
  const caHost = record.computer === "" ? context.host : record.computer.toLowerCase();
  const number = requestNumber(record, values.requestId);
  if (caHost !== "" && number !== "") addKey(keys, "caRequestId", `${caHost}/${number}`);
  addKey(keys, "publicKeyHash", values.publicKeyHash);
  addKey(keys, "serialNumber", values.serialNumber);
  addKey(keys, "subject", values.subject);
  if (record.values.length === 0) addRenderedKeys(keys, record.message);
  return keys;
}

/** By name, else the first value that is a bare number (%1 of all request texts), else from the rendered text. */
function requestNumber(record: EventRecord, requestId: string): string {
  const named = requestId.trim();
  if (decimal.test(named)) return named;
  const first = record.values[0]?.[1].trim() ?? "";
  if (decimal.test(first)) return first;
  return /\brequest(?: ID:?)? (\d{1,10})\b/i.exec(record.message)?.[1] ?? "";
}

const decimal = /^\d{1,10}$/;

/** `SKI: 71 98 9a …` as the Event Viewer shows it. */
function addRenderedKeys(keys: Key[], message: string): void {
  addKey(
    keys,
    "publicKeyHash",
    /\bSKI:\s{0,4}((?:[0-9a-f]{2}[ \t]?){20})(?![0-9a-f])/i.exec(message)?.[1] ?? "",
  );
}

function readFacts(record: EventRecord, values: CaValues, outcome: Observation["outcome"]): OpenFacts {
  const facts: OpenFacts = { eventId: record.eventId };
  const client =
    record.message === ""
      ? recurringClient(values.attributes)
      : clientOf(`${values.attributes}\n${record.message}`);
  if (client !== "") facts.ndesHost = client;
  if (outcome === "ok" || outcome === "none") return facts;
  const text = eventText(record);
  const code = failureCode(record, text);
  if (code !== null) facts.code = code;
  const reason = outcome === "failed" ? issueReason(code, text) : null;
  if (reason !== null) facts.reason = reason;
  facts.text = quoteText(eventQuote(record));
  return facts;
}

/** The host that sent a request, `ccm:` among its attributes, lower case; `""` when it is not told. */
function clientOf(text: string): string {
  const client = /\bccm:\s?([A-Za-z0-9._-]{1,255})/i.exec(text)?.[1] ?? "";
  return internText(client.toLowerCase());
}

/** The same of attributes alone, which are the same for all requests from one host. */
const recurringClient = remembered(clientOf, 256);

/** 4888 gives the result code as a signed decimal in Disposition; small numbers there are the CA's own states. */
function failureCode(record: EventRecord, text: string): string | null {
  const disposition = findValue(record.values, "disposition").trim();
  if (/^-?\d{9,10}$/.test(disposition)) return toHresult(disposition);
  const named = findValue(record.values, "errorcode").trim();
  return findHresult(text) ?? (/^-\d{9,10}$/.test(named) ? toHresult(named) : null);
}
