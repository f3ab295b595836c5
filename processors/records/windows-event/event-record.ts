import type { RejectReason } from "../../contract/index.ts";
import type { EventRecord } from "../record.ts";
import { attributeOf, childOf } from "./xml-element.ts";
import type { XmlElement } from "./xml-element.ts";
import { eventValues } from "./event-values.ts";
import { parseSystemTime } from "./system-time.ts";

/** Where an event stands, and in which kind of file. */
export interface EventPlace {
  readonly format: EventRecord["format"];
  readonly offset: number;
  readonly length: number;
}

/**
 * The record of one event; or why it is none: no `System/EventID`, or a `TimeCreated` that is no time.
 * An event without any `TimeCreated` is a record with clock `none`.
 */
export function eventRecordFrom(event: XmlElement, place: EventPlace): EventRecord | RejectReason {
  const system = childOf(event, "System");
  const eventId = numberOf(childOf(system, "EventID"));
  if (eventId < 0) return "record.malformed";
  const stamp = attributeOf(childOf(system, "TimeCreated"), "SystemTime");
  const at = stamp === "" ? null : parseSystemTime(stamp);
  if (at === null && stamp !== "") return "record.bad-time";
  const execution = childOf(system, "Execution");
  return {
    format: place.format,
    offset: place.offset,
    length: place.length,
    at,
    clock: at === null ? "none" : "utc",
    provider: attributeOf(childOf(system, "Provider"), "Name"),
    eventId,
    channel: trimmedText(childOf(system, "Channel")),
    computer: trimmedText(childOf(system, "Computer")),
    level: Math.max(0, numberOf(childOf(system, "Level"))),
    recordId: trimmedText(childOf(system, "EventRecordID")),
    processId: attributeOf(execution, "ProcessID"),
    thread: attributeOf(execution, "ThreadID"),
    activityId: plainGuid(attributeOf(childOf(system, "Correlation"), "ActivityID")),
    userId: attributeOf(childOf(system, "Security"), "UserID"),
    values: eventValues(event),
    message: childOf(childOf(event, "RenderingInfo"), "Message")?.text ?? "",
  };
}

/** Lower case without braces; `""` for the zero GUID, which means "no activity". */
export function plainGuid(guid: string): string {
  if (guid === "") return "";
  const plain = guid.replace(/[{}]/gu, "").trim().toLowerCase();
  return plain === "00000000-0000-0000-0000-000000000000" ? "" : plain;
}

function trimmedText(element: XmlElement | undefined): string {
  return element?.text.trim() ?? "";
}

/** -1 when it is no number. */
function numberOf(element: XmlElement | undefined): number {
  const text = trimmedText(element);
  return /^\d{1,10}$/u.test(text) ? Number(text) : -1;
}
