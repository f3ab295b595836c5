import type { Key, Kind, Observation, Stage } from "../contract/index.ts";
import type { EventRecord } from "../records/index.ts";
import { eventQuote, eventText } from "./event-text.ts";
import type { OpenFacts } from "./facts.ts";
import { findHresult, toHresult } from "./hresult.ts";
import { findIntuneError } from "./intune-error.ts";
import { issueReason } from "./issue-reason.ts";
import { addKey } from "./keys.ts";
import { quoteText } from "./kept-text.ts";
import { addLabelledKeys } from "./labelled-keys.ts";
import { addNamedKeys, findValue } from "./named-keys.ts";
import { netFailure } from "./net-failure.ts";
import { toObservation } from "./observation.ts";
import type { ObserveContext } from "./observe-context.ts";

/**
 * The unified connector, channels Microsoft-Intune-CertificateConnectors/Operational and /Admin. The meaning of the ids is
 * documented ("Certificate Connector for Microsoft Intune", event ids), the names of their EventData are not: values are
 * taken by normalised name and by clear label. By shape alone only a result code is; a GUID or 40 hex digits without
 * a name could be several things, so they stay text.
 */
export function observeConnector(record: EventRecord, context: ObserveContext, out: Observation[]): void {
  const [kind, stage, outcome] = meanings.get(record.eventId) ?? otherMeaning(record);
  const isScep = kind !== "host.connector-event";
  const text = eventText(record);
  const error = findIntuneError(text);
  const keys: Key[] = isScep && error !== null ? [...error.keys] : [];
  if (isScep) addKeys(keys, record, text);
  const facts = readFacts(record, text, outcome === "failed");
  const verifying = record.eventId === refusedId ? (error?.reason ?? netFailure(text)) : error?.reason;
  if (verifying != null) facts.reason = verifying;
  out.push(toObservation(record, context, { writer: "connector", kind, stage, outcome, keys, facts }));
}

type Meaning = readonly [kind: Kind, stage: Stage | 0, outcome: Observation["outcome"]];

const meanings: ReadonlyMap<number, Meaning> = new Map<number, Meaning>([
  [4000, ["report.result", 6, "ok"]],
  // The final result of a request that the CA did not serve: the failure is the CA's, not that of reporting.
  [4001, ["report.result", 4, "failed"]],
  [4002, ["report.failed", 6, "failed"]],
  [4003, ["verify.received", 3, "none"]],
  [4004, ["verify.finished", 3, "ok"]],
  [4005, ["verify.finished", 3, "failed"]],
  [4006, ["issue.issued", 4, "ok"]],
  [4007, ["issue.denied", 4, "failed"]],
  [4008, ["report.completed", 6, "ok"]],
  [4009, ["report.retrying", 6, "pending"]],
  [4010, ["report.failed", 6, "failed"]],
]);

/** General, PKCS, import and revocation events are the host's; another id of the SCEP range is a note. */
function otherMeaning(record: EventRecord): Meaning {
  if (record.eventId > 4010 && record.eventId < 5000) return ["run.note", 0, "none"];
  return ["host.connector-event", 0, record.level === 1 || record.level === 2 ? "failed" : "none"];
}

function addKeys(keys: Key[], record: EventRecord, text: string): void {
  addNamedKeys(keys, record.values);
  addLabelledKeys(keys, text);
  addKey(keys, "activityId", record.activityId);
}

function readFacts(record: EventRecord, text: string, failed: boolean): OpenFacts {
  const facts: OpenFacts = { eventId: record.eventId };
  const eventRecordId = Number(record.recordId);
  if (Number.isSafeInteger(eventRecordId) && eventRecordId > 0) facts.eventRecordId = eventRecordId;
  const code = readCode(record, text);
  if (code !== null) facts.code = code;
  const verdict = verdicts.get(record.eventId);
  if (verdict !== undefined) facts.verdict = verdict;
  const reason = ofTheCa.has(record.eventId) ? issueReason(code, text) : null;
  if (reason !== null) facts.reason = reason;
  const notAfter = readTime(
    findValue(record.values, "notafter", "certificateexpirationdateutc", "expirationdate"),
  );
  if (notAfter !== null) facts.notAfter = notAfter;
  if (failed || record.level === 3 || !meanings.has(record.eventId))
    facts.text = quoteText(eventQuote(record));
  return facts;
}

/** Intune says no, or could not be asked. */
const refusedId = 4005;

/** Failures whose code is the CA's. */
const ofTheCa: ReadonlySet<number> = new Set([4001, 4007]);

const verdicts: ReadonlyMap<number, boolean> = new Map([
  [4004, true],
  [4005, false],
]);

function readCode(record: EventRecord, text: string): string | null {
  const named = toHresult(findValue(record.values, "hresult", "errorcode", "result", "lasthresult"));
  if (named !== null && named !== "0x00000000") return named;
  const found = findHresult(text);
  return found === "0x00000000" ? null : found;
}

/** `2027-01-31T12:00:00Z` with any fraction; other forms depend on the host's language and are left. */
function readTime(value: string): number | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?Z?$/.exec(value.trim());
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  return daysSinceEpoch(year, month, day) * 86_400_000 + ((hour * 60 + minute) * 60 + second) * 1000;
}

/** Proleptic Gregorian, counted from 1 March so that the leap day comes last. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const shifted = month > 2 ? year : year - 1;
  const monthFromMarch = (month + 9) % 12;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1;
  return (
    365 * shifted +
    Math.floor(shifted / 4) -
    Math.floor(shifted / 100) +
    Math.floor(shifted / 400) +
    dayOfYear -
    719_468
  );
}
