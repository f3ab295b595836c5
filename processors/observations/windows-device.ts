import type { Key, Kind, Observation, Stage } from "../contract/index.ts";
import type { EventRecord } from "../records/index.ts";
import { addFailure, enrollFailure } from "./enroll-failure.ts";
import { eventQuote, eventText } from "./event-text.ts";
import type { OpenFacts } from "./facts.ts";
import { findHresult, toHresult } from "./hresult.ts";
import { addKey } from "./keys.ts";
import { internText, quoteText } from "./kept-text.ts";
import { findValue } from "./named-keys.ts";
import { toObservation } from "./observation.ts";
import type { Saying } from "./observation.ts";
import type { ObserveContext } from "./observe-context.ts";
import { findProfileKey } from "./profile-key.ts";

/**
 * A Windows device: DeviceManagement-Enterprise-Diagnostics-Provider/Admin. The values have generic names; their meaning
 * by position follows from the rendered texts (manifest of Windows 10 18990):
 * ```
 * 306  Message1 UniqueId, Message2 user SID, Message3 location, Message4 node, HexInt1 key protection, HexInt3 result
 * 36   Message1 EKU, Message2 NDES URL, Message3 container, HexInt1 KSP, HexInt2 store
 * 309  Message1 correlation GUID, Message2 UniqueId, Message3 thumbprint, Message4 server, HexInt1 status, HexInt2 retry, HexInt3 result
 * 310  Message1, Message2, HRESULT     32  HRESULT     307  Message1     301-305, 308  Message1, HRESULT
 * ```
 * What cannot be made, added or set of a profile (301, 302, 305) refuses it; 303 and 304 are about deleting and asking it, and 308 is a server that could not be asked (message
 * texts of dmenterprisediagnostics.dll 10.0.14393, libyal/winevt-kb).
 *
 * Other ids of the channel are other parts of device management and are let go.
 */
export function observeWindowsDevice(record: EventRecord, context: ObserveContext, out: Observation[]): void {
  const read = readers.get(record.eventId);
  if (read === undefined) return;
  out.push(toObservation(record, context, read(record)));
}

type Read = (record: EventRecord) => Saying;

const readers: ReadonlyMap<number, Read> = new Map<number, Read>([
  [306, readReceived],
  ...[301, 302, 305].map((id) => [id, readRejected] as const),
  [308, readNotSent],
  [36, readRequestMade],
  ...[29, 30, 31, 35, 37, 38, 40, 303, 304].map((id) => [id, readNote] as const),
  [39, (record) => say("deliver.installed", 5, "ok", record)],
  [309, readInstalled],
  [310, readNotInstalled],
  [32, readNotEnrolled],
  [307, readNotEnrolled],
]);

/** All that are read. */
export const deviceEventIds: readonly number[] = [...readers.keys()];

function readReceived(record: EventRecord): Saying {
  const code = hexValue(record, "hexint3", /\bResult\s?:\s?\(([^)]{0,200})\)/i);
  const keys = readProfile(record);
  addKey(
    keys,
    "userId",
    findValue(record.values, "message2") || rendered(record, /InstallUserSid\s?:\s?\(([^)]{1,200})\)/i),
  );
  const facts: OpenFacts = code === null ? {} : { code };
  if (code === null || code === accepted || code === success)
    return say("profile.received", 1, "ok", record, { keys, facts });
  return say("profile.rejected", 1, "failed", record, { keys, facts: { ...facts, text: quote(record) } });
}

function readRejected(record: EventRecord): Saying {
  return say("profile.rejected", 1, "failed", record, {
    keys: readProfile(record),
    facts: failureFacts(record),
  });
}

/** The request was made for this address; no key is told. */
function readRequestMade(record: EventRecord): Saying {
  const url = findValue(record.values, "message2") || rendered(record, /NDES URL:\s?\(([^)]{1,1024})\)/i);
  const facts: OpenFacts = url === "" ? {} : { path: internText(url.slice(0, 256)) };
  return say("contact.device-request", 2, "none", record, { facts });
}

function readInstalled(record: EventRecord): Saying {
  const keys: Key[] = readProfile(record);
  addKey(
    keys,
    "deviceAttempt",
    findValue(record.values, "message1") || rendered(record, /CorrelationGuid\s?:\s?\(([^)]{1,80})\)/i),
  );
  const thumbprint =
    findValue(record.values, "message3") || rendered(record, /Thumbprint\s?:\s?\(([^)]{1,80})\)/i);
  addKey(keys, "thumbprint", thumbprint);
  const code = hexValue(record, "hexint3", /\bResult\s?:\s?\(([^)]{0,200})\)/i);
  const facts: OpenFacts = code === null ? {} : { code };
  const retries = hexValue(record, "hexint2", /Retry Count\s?:\s{0,4}\(([^)]{1,20})\)/i);
  if (retries !== null) facts.count = Number.parseInt(retries, 16);
  const status = hexValue(record, "hexint1", /Install Status\s?:\s?\(([^)]{1,20})\)/i);
  if (status !== null) facts.state = status;
  if (code !== null && code !== success)
    return say("deliver.failed", 5, "failed", record, { keys, facts: { ...facts, ...failureFacts(record) } });
  const isDone = keys.some((key) => key.type === "thumbprint");
  return say(isDone ? "deliver.installed" : "deliver.state", 5, isDone ? "ok" : "none", record, {
    keys,
    facts,
  });
}

function readNotInstalled(record: EventRecord): Saying {
  const keys = readProfile(record);
  addKey(keys, "deviceAttempt", findValue(record.values, "message1"));
  return say("deliver.failed", 5, "failed", record, { keys, facts: failureFacts(record) });
}

/** 32 and 307 say that the enrolment failed; what failed tells the stage. A thumbprint in 307 is the CA's: no key. */
function readNotEnrolled(record: EventRecord): Saying {
  const { facts, atContact } = failureOf(record);
  const kind = atContact ? "contact.device-failed" : "deliver.failed";
  return say(kind, atContact ? 2 : 5, "failed", record, { facts });
}

/** 308: one of the profile's servers could not be asked. */
function readNotSent(record: EventRecord): Saying {
  const url = findValue(record.values, "message1") || rendered(record, /ServerUrl\s?:\s?\(([^)]{1,1024})\)/i);
  const facts = failureFacts(record);
  if (url !== "") facts.path = internText(url.slice(0, 256));
  return say("contact.device-failed", 2, "failed", record, { facts });
}

function readNote(record: EventRecord): Saying {
  return say("run.note", 0, "none", record, { facts: { text: quote(record) } });
}

function say(...[kind, stage, outcome, record, more]: SayArguments): Saying {
  const facts: OpenFacts = { eventId: record.eventId, platform: "windows", ...more?.facts };
  return { writer: "windows-device", kind, stage, outcome, keys: more?.keys ?? [], facts };
}

type SayArguments = readonly [
  kind: Kind,
  stage: Stage | 0,
  outcome: Saying["outcome"],
  record: EventRecord,
  more?: { readonly keys?: readonly Key[]; readonly facts?: OpenFacts },
];

function readProfile(record: EventRecord): Key[] {
  const keys: Key[] = [];
  const profile = findProfileKey(eventText(record));
  if (profile !== null) addKey(keys, "profileId", profile.policyId);
  return keys;
}

function failureFacts(record: EventRecord): OpenFacts {
  return failureOf(record).facts;
}

/** What is told of it, and whether it ended while NDES was talked to. */
function failureOf(record: EventRecord): { readonly facts: OpenFacts; readonly atContact: boolean } {
  const text = eventText(record);
  const facts: OpenFacts = { text: quote(record) };
  const code = toHresult(findValue(record.values, "hresult")) ?? findHresult(text);
  if (code !== null && !cutOff.test(code)) facts.code = code;
  const failure = enrollFailure(code, text);
  addFailure(facts, failure);
  return { facts, atContact: failure.atContact };
}

/** Long messages are cut off within their last word, the code: of `0x80072f78` there is `0x80072f7`, or less. */
const cutOff = /^0x0{1,3}8/;

/** A number of the event, or what its rendered text says in its place: a code, or the words for success. */
function hexValue(record: EventRecord, name: string, form: RegExp): string | null {
  const value = toHresult(findValue(record.values, name));
  if (value !== null) return value;
  const text = rendered(record, form);
  return /completed successfully/i.test(text) ? success : findHresult(text);
}

function rendered(record: EventRecord, form: RegExp): string {
  return record.message === "" ? "" : (form.exec(record.message)?.[1] ?? "");
}

function quote(record: EventRecord): string {
  return quoteText(eventQuote(record));
}

/** DM_S_ACCEPTED_FOR_PROCESSING */
const accepted = "0x02ab0003";
const success = "0x00000000";
