import type { Observation } from "../contract/index.ts";
import type { EventRecord } from "../records/index.ts";
import { addFailure, enrollFailure } from "./enroll-failure.ts";
import { eventQuote, eventText } from "./event-text.ts";
import type { OpenFacts } from "./facts.ts";
import type { FailureReason } from "./failure-reasons.ts";
import { findHresult } from "./hresult.ts";
import { issueReason } from "./issue-reason.ts";
import { quoteText } from "./kept-text.ts";
import { noKeys, toObservation } from "./observation.ts";
import type { ObserveContext } from "./observe-context.ts";

/**
 * CertEnroll on a Windows device, Application log: 86, the preparation failed (GetCACaps, GetCACert), 87, the enrolment
 * failed. 87 quotes what the reply said: `PkiStatus(2)`, `FailInfo(2)`, the CA's words and result code.
 *
 * Windows gets certificates for its TPM's attestation keys by SCEP, too, from a service of Microsoft: those are no requests of Intune, and let go.
 */
export function observeCertEnroll(record: EventRecord, context: ObserveContext, out: Observation[]): void {
  if (record.eventId !== 86 && record.eventId !== 87) return;
  const text = eventText(record);
  if (attestationHost.test(text)) return;
  const facts: OpenFacts = {
    eventId: record.eventId,
    platform: "windows",
    text: quoteText(eventQuote(record)),
  };
  const pkiStatus = /\bPkiStatus\((\d)\)/i.exec(text)?.[1];
  if (pkiStatus !== undefined) facts.pkiStatus = pkiStatus;
  const failInfo = /\bFailInfo\((\d{1,2})\)/i.exec(text)?.[1];
  if (failInfo !== undefined) facts.failInfo = failInfo;
  const code = findHresult(text);
  if (code !== null) facts.code = code;
  const failure = enrollFailure(code, text);
  const atContact = record.eventId === 86 || (pkiStatus === undefined && failure.atContact);
  if (atContact) addFailure(facts, failure);
  else addReply(facts, code, text);
  const kind = atContact ? "contact.device-failed" : "deliver.failed";
  const saying = {
    writer: "windows-device",
    kind,
    stage: atContact ? 2 : 5,
    outcome: "failed",
    keys: noKeys,
    facts,
  } as const;
  out.push(toObservation(record, context, saying));
}

/** `https://IFX-KeyId-….microsoftaik.azure.net/templates/Aik/scep` (event 86 as Uwe Gradenegger quotes it). */
const attestationHost = /\bmicrosoftaik\.azure\.net\//i;

/** A reply that refuses quotes the CA. */
function addReply(facts: OpenFacts, code: string | null, text: string): void {
  const reason: FailureReason | null = facts.failInfo === badTime ? "clock-wrong" : issueReason(code, text);
  if (reason !== null && facts.pkiStatus !== undefined) facts.reason = reason;
}

/** RFC 8894 section 3.2.1.4 */
const badTime = "3";
