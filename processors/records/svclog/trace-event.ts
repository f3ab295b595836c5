import type { RejectReason } from "../../contract/index.ts";
import { decodeValue } from "../decode-value.ts";
import type { Range } from "../emit.ts";
import type { Stretch } from "../grammar.ts";
import type { SvclogRecord } from "../record.ts";
import { isoStamp } from "../timestamp.ts";
import { zeroGuid } from "./event-parts.ts";
import type { EventParts } from "./event-parts.ts";
import { resolveReferences } from "./xml-text.ts";

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
 */
export function traceEvent(stretch: Stretch, range: Range, parts: EventParts): SvclogRecord | RejectReason {
  const stamp = isoStamp(parts.time);
  if (stamp === null || Number.isNaN(stamp.at)) return "record.bad-time";
  const { encoded } = stretch;
  const source = resolveReferences(encoded ? decodeValue(parts.source) : parts.source);
  const text = resolveReferences(encoded ? decodeValue(parts.text) : parts.text);
  if (source === null || text === null) return "record.entity";
  return {
    format: "svclog",
    offset: stretch.offset + range.from * stretch.unit,
    length: (range.to - range.from) * stretch.unit,
    at: stamp.at,
    clock: stamp.clock,
    eventId: parts.eventId,
    level: parts.level,
    source,
    activityId: guid(parts.activityId),
    relatedActivityId: guid(parts.relatedActivityId),
    process: encoded ? decodeValue(parts.process) : parts.process,
    processId: parts.processId,
    thread: parts.thread,
    computer: encoded ? decodeValue(parts.computer) : parts.computer,
    text: text.trim(),
  };
}

/** Lower case, no braces; `""` for all zero, no activity. */
function guid(text: string): string {
  if (text === "" || text === zeroGuid) return "";
  const bare = text.startsWith("{") && text.endsWith("}") ? text.slice(1, -1) : text;
  return allZero.test(bare) ? "" : bare.toLowerCase();
}

const allZero = /^[0-]*$/;
