import type { Observation } from "../contract/index.ts";
import type { EventRecord } from "../records/index.ts";
import { eventQuote, eventText } from "./event-text.ts";
import type { OpenFacts } from "./facts.ts";
import type { FailureReason } from "./failure-reasons.ts";
import { findHresult } from "./hresult.ts";
import { issueReason } from "./issue-reason.ts";
import { quoteText } from "./kept-text.ts";
import { noKeys, toObservation } from "./observation.ts";
import type { ObserveContext } from "./observe-context.ts";
import { isContactFailure } from "./windows-device.ts";

/**
 * CertEnroll on a Windows device, Application log: 86, the preparation failed (GetCACaps, GetCACert), 87, the enrolment
 * failed. 87 quotes what the reply said: `PkiStatus(2)`, `FailInfo(2)`, the CA's words and result code.
 */
export function observeCertEnroll(record: EventRecord, context: ObserveContext, out: Observation[]): void {
  if (record.eventId !== 86 && record.eventId !== 87) return;
  const text = eventText(record);
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
  const reason = pkiStatus === undefined ? null : issueReason(code, text);
  if (failInfo === badTime) facts.reason = "clock-wrong" satisfies FailureReason;
  else if (reason !== null) facts.reason = reason;
  const atContact = record.eventId === 86 || (pkiStatus === undefined && isContactFailure(code ?? "", text));
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

/** RFC 8894 section 3.2.1.4 */
const badTime = "3";
