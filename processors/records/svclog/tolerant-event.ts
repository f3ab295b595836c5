import type { RejectReason } from "../../contract/index.ts";
import type { EventParts } from "./event-parts.ts";
import { flattenElements } from "./xml-text.ts";

/**
 * The values of an event that is complete but not as its writer lays it out: each is looked for behind the last one
 * that was found, so that what is missing or additional does no harm.
 *
 * ProcessName and Computer are written without escaping, so they end where their successor begins, whatever they hold.
 * Declarations, CDATA and comments are never written; they are refused rather than interpreted.
 */
export function tolerantEvent(event: string): EventParts | RejectReason {
  if (event.includes("<!")) return "record.entity";
  const systemEnd = event.indexOf("</System>");
  if (systemEnd < 0) return "record.malformed";
  const cursor = { at: 0 };
  const eventId = between(event, "<EventID>", "<", cursor);
  const level = between(event, '<SubType Name="', '"', cursor);
  const time = between(event, ' SystemTime="', '"', cursor);
  const source = between(event, '<Source Name="', '"', cursor);
  const activityId = between(event, ' ActivityID="', '"', cursor);
  // Only transfers have it: looked for where the tag goes on, not in the whole event.
  const related = event.startsWith(relatedMark, cursor.at + 1);
  const relatedActivityId = related ? between(event, relatedMark, '"', cursor) : "";
  const process = between(event, ' ProcessName="', '" ProcessID="', cursor);
  const processId = between(event, ' ProcessID="', '"', cursor);
  const thread = between(event, ' ThreadID="', '"', cursor);
  const computer = between(event, "<Computer>", "</Computer>", cursor);
  const text = applicationText(event, systemEnd);
  return {
    eventId,
    level,
    time,
    source,
    activityId,
    relatedActivityId,
    process,
    processId,
    thread,
    computer,
    text,
  };
}

const relatedMark = ' RelatedActivityID="';

/** The text between two marks, `""` when they are not there; the cursor then stays where it was. */
function between(event: string, open: string, close: string, cursor: { at: number }): string {
  const found = event.indexOf(open, cursor.at);
  if (found < 0) return "";
  const start = found + open.length;
  const end = event.indexOf(close, start);
  if (end < 0) return "";
  cursor.at = end;
  return event.slice(start, end);
}

function applicationText(event: string, systemEnd: number): string {
  const open = event.indexOf("<ApplicationData", systemEnd);
  const start = open < 0 ? -1 : event.indexOf(">", open) + 1;
  const end = event.lastIndexOf("</ApplicationData>");
  if (start <= 0 || end < start) return "";
  const content = event.slice(start, end);
  if (!content.includes("<")) return content;
  const diagnostics = content.indexOf("<System.Diagnostics");
  return flattenElements(diagnostics < 0 ? content : content.slice(0, diagnostics));
}
