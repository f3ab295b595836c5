import type { EventParts } from "./event-parts.ts";

/** An event in the writer's own layout, and the index behind it. */
export interface RegularEvent {
  readonly parts: EventParts;
  readonly end: number;
}

/**
 * Reads the event that begins at an index if it is exactly as .NET writes it, possibly reformatted, with plain text in
 * it. Null for anything else: that is left to the tolerant path, which gives the same for what both can read.
 *
 * This is the fast path: one compiled pattern is faster than looking for each value. No value may hold a `<`,
 * so the match can neither run into a following event nor hide a declaration.
 */
export function regularEvent(text: string, from: number): RegularEvent | null {
  layout.lastIndex = from;
  const match = layout.exec(text);
  if (match === null) return null;
  const parts = {
    eventId: match[1] ?? "",
    level: match[2] ?? "",
    time: match[3] ?? "",
    source: match[4] ?? "",
    activityId: match[5] ?? "",
    relatedActivityId: match[6] ?? "",
    process: match[7] ?? "",
    processId: match[8] ?? "",
    thread: match[9] ?? "",
    computer: match[10] ?? "",
    text: match[11] ?? "",
  };
  return { parts, end: layout.lastIndex };
}

const layout: RegExp = new RegExp(
  [
    '<E2ETraceEvent xmlns="http://schemas.microsoft.com/2004/06/E2ETraceEvent">',
    '<System xmlns="http://schemas.microsoft.com/2004/06/windows/eventlog/system">',
    "<EventID>([^<]*)</EventID>",
    "<Type>[^<]*</Type>",
    '<SubType Name="([^"<>]*)">[^<]*</SubType>',
    "<Level>[^<]*</Level>",
    '<TimeCreated SystemTime="([^"<>]*)" ?/>',
    '<Source Name="([^"<>]*)" ?/>',
    '<Correlation ActivityID="([^"<>]*)"(?: RelatedActivityID="([^"<>]*)")? ?/>',
    '<Execution ProcessName="([^"<>]*)" ProcessID="([^"<>]*)" ThreadID="([^"<>]*)" ?/>',
    "<Channel ?/>",
    "<Computer>([^<]*)</Computer>",
    "</System>",
    "<ApplicationData>([^<]*)</ApplicationData>",
    "</E2ETraceEvent>",
  ].join("\\s*"),
  "y",
);
