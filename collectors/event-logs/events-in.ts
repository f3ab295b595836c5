import { utf16Text } from "../contract/index.ts";

/** An event as `wevtutil` prints it. */
export interface PrintedEvent {
  /** Its number in the channel, which counts on from event to event. */
  readonly recordId: number;
  /** What kind of event it is; -1: it does not tell. */
  readonly eventId: number;
  /** When it was written, as it stands there; `""`: it does not tell. */
  readonly at: string;
  readonly xml: string;
}

/**
 * The whole events in what `wevtutil qe … /f:RenderedXml` has printed: elements one after the other without a root, in UTF-16 LE with `/uni:true`, else in UTF-8 or a code
 * page. What is cut off at the end, or has no number, is left out.
 *
 * Source: Microsoft's page on wevtutil; the elements are those of the event schema (System/EventRecordID).
 */
export function eventsIn(printed: Buffer): readonly PrintedEvent[] {
  const events: PrintedEvent[] = [];
  for (const [xml] of textOf(printed).matchAll(/<Event[ >].*?<\/Event>/gs)) {
    const number = /<EventRecordID>(\d{1,15})<\/EventRecordID>/.exec(xml)?.[1];
    if (number === undefined) continue;
    const eventId = Number(/<EventID(?: [^>]{0,100})?>(\d{1,10})<\/EventID>/.exec(xml)?.[1] ?? -1);
    const at = /<TimeCreated SystemTime=['"]([^'"]{1,60})['"]/.exec(xml)?.[1] ?? "";
    events.push({ recordId: Number(number), eventId, at, xml });
  }
  return events;
}

/** What a program of Windows has printed. Its first character is ASCII. */
export function textOf(printed: Buffer): string {
  const hasMark = printed[0] === 0xff && printed[1] === 0xfe;
  return hasMark || printed[1] === 0 ? utf16Text(printed, "utf-16le") : printed.toString("utf8");
}
