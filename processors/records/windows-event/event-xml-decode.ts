import type { Encoding } from "../../../collectors/contract/index.ts";
import type { RejectReason } from "../../contract/index.ts";
import type { EventRecord } from "../record.ts";
import { decodeText } from "./decode-text.ts";
import { eventRecordFrom } from "./event-record.ts";
import { parseXml } from "./parse-xml.ts";
import { regularEvent } from "./event-xml-regular.ts";

/** The record of one `<Event …>…</Event>`, or why it is none. Nearly all are regular; the rest goes through the parser. */
export function decodeEventXml(
  bytes: Buffer,
  encoding: Encoding,
  offset: number,
): EventRecord | RejectReason {
  const text = withXmlLineEnds(decodeText(bytes, encoding));
  const place = { format: "event-xml", offset, length: bytes.length } as const;
  const regular = regularEvent(text, place);
  if (regular !== null) return regular;
  const event = parseXml(text);
  return typeof event === "string" ? event : eventRecordFrom(event, place);
}

/** XML 1.0 section 2.11: a line ends with LF, however it is stored. */
function withXmlLineEnds(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/gu, "\n") : text;
}
