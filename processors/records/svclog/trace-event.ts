import type { RejectReason } from "../../contract/index.ts";
import { decodeValue } from "../decode-value.ts";
import type { Range } from "../emit.ts";
import type { Stretch } from "../grammar.ts";
import type { SvclogRecord } from "../record.ts";
import { isoStamp } from "../timestamp.ts";
import { flattenElements, resolveReferences } from "./xml-text.ts";

/**
 * One event of a service trace, as .NET's XmlWriterTraceListener writes it (in this order; line breaks and blanks
 * between the tags when somebody formatted it):
 *
 *     <E2ETraceEvent xmlns="…"><System xmlns="…"><EventID>n</EventID><Type>3</Type><SubType Name="level">0</SubType>
 *     <Level>n</Level><TimeCreated SystemTime="yyyy-mm-ddThh:mm:ss.fffffffZ" /><Source Name="…" />
 *     <Correlation ActivityID="{guid}" [RelatedActivityID="{guid}"] />
 *     <Execution ProcessName="…" ProcessID="n" ThreadID="n" /><Channel/><Computer>…</Computer></System>
 *     <ApplicationData>text | <TraceData><DataItem>…</DataItem></TraceData> [<System.Diagnostics>…</System.Diagnostics>]
 *     </ApplicationData></E2ETraceEvent>
 *
 * ProcessName and Computer are written without escaping, so they end where their successor begins, whatever they hold.
 * Declarations, CDATA and comments are never written; they are refused rather than interpreted.
 */
export function traceEvent(stretch: Stretch, range: Range): SvclogRecord | RejectReason {
  const event = stretch.text.slice(range.from, range.to);
  if (event.includes("<!")) return "record.entity";
  const systemEnd = event.indexOf("</System>");
  if (systemEnd < 0) return "record.malformed";
  const system = systemOf(event);
  const stamp = isoStamp(system.time);
  if (stamp === null || Number.isNaN(stamp.at)) return "record.bad-time";
  const decode = stretch.unit === 1 ? decodeValue : asIs;
  const source = resolveReferences(decode(system.source));
  const text = resolveReferences(decode(applicationText(event, systemEnd)));
  if (source === null || text === null) return "record.entity";
  return {
    format: "svclog",
    offset: stretch.offset + range.from * stretch.unit,
    length: (range.to - range.from) * stretch.unit,
    at: stamp.at,
    clock: stamp.clock,
    eventId: system.eventId,
    level: system.level,
    source,
    activityId: guid(system.activityId),
    relatedActivityId: guid(system.relatedActivityId),
    process: decode(system.process),
    processId: system.processId,
    thread: system.thread,
    computer: decode(system.computer),
    text,
  };
}

function asIs(text: string): string {
  return text;
}

interface System {
  readonly eventId: string;
  readonly level: string;
  readonly time: string;
  readonly source: string;
  readonly activityId: string;
  readonly relatedActivityId: string;
  readonly process: string;
  readonly processId: string;
  readonly thread: string;
  readonly computer: string;
}

/** The values in the writer's order: each is looked for behind the last one that was found. */
function systemOf(event: string): System {
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
  return { eventId, level, time, source, activityId, relatedActivityId, process, processId, thread, computer };
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
  if (!content.includes("<")) return content.trim();
  const diagnostics = content.indexOf("<System.Diagnostics");
  return flattenElements(diagnostics < 0 ? content : content.slice(0, diagnostics));
}

/** Lower case, no braces; `""` for all zero, which stands for "no activity". */
function guid(text: string): string {
  if (text === "" || text === zeroGuid) return "";
  const bare = text.startsWith("{") && text.endsWith("}") ? text.slice(1, -1) : text;
  return allZero.test(bare) ? "" : bare.toLowerCase();
}

const zeroGuid = "{00000000-0000-0000-0000-000000000000}";
const allZero = /^[0-]*$/;
