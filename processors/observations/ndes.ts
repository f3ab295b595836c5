import type { Kind, Observation, Stage } from "../contract/index.ts";
import type { EventRecord } from "../records/index.ts";
import { eventQuote, eventText } from "./event-text.ts";
import type { OpenFacts } from "./facts.ts";
import { findHresult } from "./hresult.ts";
import { issueReason } from "./issue-reason.ts";
import { quoteText } from "./kept-text.ts";
import { noKeys, toObservation } from "./observation.ts";
import type { ObserveContext } from "./observe-context.ts";

/**
 * The NDES service, provider Microsoft-Windows-NetworkDeviceEnrollmentService in the Application log. No event carries a
 * key. The values ErrorCode and ErrorMessage occur swapped: the code is found by its form, not by its name.
 *
 * Event 29 means "the policy module refused *or failed*", not "bad challenge".
 */
export function observeNdes(record: EventRecord, context: ObserveContext, out: Observation[]): void {
  const [kind, stage, outcome] = meanings.get(record.eventId) ?? other;
  const facts: OpenFacts = { eventId: record.eventId };
  const text = eventText(record);
  const code = findHresult(text);
  if (code !== null) facts.code = code;
  const reason = kind === "issue.failed" ? issueReason(code, text) : null;
  if (reason !== null) facts.reason = reason;
  const quote = quoteText(eventQuote(record));
  if (quote !== "") facts.text = quote;
  out.push(toObservation(record, context, { writer: "ndes", kind, stage, outcome, keys: noKeys, facts }));
}

type Meaning = readonly [kind: Kind, stage: Stage | 0, outcome: Observation["outcome"]];

const other: Meaning = ["run.note", 0, "none"];

const meanings: ReadonlyMap<number, Meaning> = new Map<number, Meaning>([
  [1, ["host.service-started", 0, "ok"]],
  [2, ["host.service-failed", 0, "failed"]],
  [3, ["host.service-stopped", 0, "none"]],
  [4, ["host.health", 0, "failed"]],
  [6, ["host.health", 0, "failed"]],
  [7, ["host.health", 0, "failed"]],
  [8, ["host.health", 0, "failed"]],
  [10, ["host.service-failed", 0, "failed"]],
  [16, ["contact.unreadable", 2, "failed"]],
  [17, ["contact.unreadable", 2, "failed"]],
  [18, ["contact.unreadable", 2, "failed"]],
  [29, ["verify.refused", 3, "failed"]],
  [31, ["issue.failed", 4, "failed"]],
  [53, ["host.service-failed", 0, "failed"]],
]);
