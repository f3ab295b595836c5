import type { Key, Kind, Observation, Stage } from "../contract/index.ts";
import type { EventRecord } from "../records/index.ts";
import { eventQuote, eventText } from "./event-text.ts";
import type { OpenFacts } from "./facts.ts";
import type { FailureReason } from "./failure-reasons.ts";
import { findHresult } from "./hresult.ts";
import { quoteText } from "./kept-text.ts";
import { addLabelledKeys } from "./labelled-keys.ts";
import { addNamedKeys } from "./named-keys.ts";
import { noKeys, toObservation } from "./observation.ts";
import type { ObserveContext } from "./observe-context.ts";

/**
 * Channel "Microsoft Intune Connector" of the legacy connector. Ids and diagnostic codes: Microsoft, "Intune Certificate
 * Connector events and diagnostic codes". The events of renewal, PKCS, revocation and download are the host's.
 */
export function observeLegacyConnector(
  record: EventRecord,
  context: ObserveContext,
  out: Observation[],
): void {
  const [kind, stage, outcome] = meanings.get(record.eventId) ?? otherMeaning(record);
  const text = eventText(record);
  const facts: OpenFacts = { eventId: record.eventId };
  const code = findHresult(text);
  if (code !== null && code !== "0x00000000") facts.code = code;
  const reason = code === null ? undefined : reasons.get(code);
  if (reason !== undefined && stage === 3) facts.reason = reason;
  if (outcome !== "ok") facts.text = quoteText(eventQuote(record));
  const keys = stage === 0 ? noKeys : readKeys(record, text);
  out.push(toObservation(record, context, { writer: "legacy-connector", kind, stage, outcome, keys, facts }));
}

type Meaning = readonly [kind: Kind, stage: Stage | 0, outcome: Observation["outcome"]];

const meanings: ReadonlyMap<number, Meaning> = new Map<number, Meaning>([
  [10010, ["host.connector-started", 0, "ok"]],
  [10020, ["host.connector-stopped", 0, "none"]],
  [10102, ["host.connector-event", 0, "failed"]],
  [10301, ["host.connector-event", 0, "failed"]],
  [10302, ["host.connector-event", 0, "failed"]],
  [20302, ["report.retrying", 6, "pending"]],
  // The registration point completed the check and rejected the request (20501), or could not complete it (20502).
  [20501, ["verify.failed", 3, "failed"]],
  [20502, ["verify.failed", 3, "failed"]],
  [20602, ["report.failed", 6, "failed"]],
]);

function otherMeaning(record: EventRecord): Meaning {
  return ["host.connector-event", 0, record.level === 1 || record.level === 2 ? "failed" : "none"];
}

function readKeys(record: EventRecord, text: string): readonly Key[] {
  const keys: Key[] = [];
  addNamedKeys(keys, record.values);
  addLabelledKeys(keys, text);
  return keys;
}

const reasons: ReadonlyMap<string, FailureReason> = new Map([
  ["0x00000408", "encryption-certificate-missing"],
  ["0x00000409", "signing-certificate-missing"],
  ["0x00000410", "challenge-unreadable"],
  ["0x00000411", "challenge-expired"],
]);
