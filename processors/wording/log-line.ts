import { withoutMessage } from "../contract/index.ts";

/** A record as it is quoted: what it says of a request, neither its envelope of XML nor a message that must not be shown. */
export function logLine(text: string): string {
  return withoutMessage(withoutEnvelope(text.trim()));
}

/**
 * `<Event …><System>…</System><EventData>…` and `<E2ETraceEvent …><System>…</System><ApplicationData>…`: of the system part,
 * which is nearly the same from event to event, only who wrote the event, its number and its time are shown: some say nothing else.
 */
function withoutEnvelope(text: string): string {
  const end = text.indexOf(systemEnd);
  if (end < 0 || !envelopeStart.test(text)) return text;
  const rest = withBlanks(withoutRendering(text.slice(end + systemEnd.length).trim()));
  return ["", ...systemParts(text.slice(0, end)), rest].join(" … ").trimStart();
}

/** Nothing of a trace: all are numbered 0, and their text tells the rest. */
function systemParts(system: string): readonly string[] {
  if (!eventNumber.test(system)) return [];
  return [provider, eventNumber, eventTime].flatMap((part) => part.exec(system)?.[0] ?? []);
}

/** XML writes the line ends and tabs of a text as references, which nobody reads in the middle of it. Other references stay. */
function withBlanks(xml: string): string {
  return xml.replaceAll(lineEnds, "\n").replaceAll(tabs, "\t");
}

/** What the Event Viewer adds in the language of its user: of it the message alone says something. */
function withoutRendering(rest: string): string {
  const start = rest.indexOf("<RenderingInfo");
  if (start < 0) return rest;
  const from = rest.indexOf("<Message>", start);
  const to = rest.indexOf("</Message>", from);
  return `${rest.slice(0, start)}…${from < 0 || to < 0 ? "" : ` ${rest.slice(from, to)}</Message> …`}`;
}

const systemEnd = "</System>";
const envelopeStart = /^<(?:E2ETrace)?Event\b/;
const provider = /(?<=<)Provider Name=(?:'[^'<>]{0,200}'|"[^"<>]{0,200}")/;
const eventNumber = /<EventID\b[^>]{0,200}>[1-9]\d{0,9}<\/EventID>/;
const eventTime = /(?<=<TimeCreated )SystemTime=(?:'[^'<>]{0,40}'|"[^"<>]{0,40}")/;
const lineEnds = /(?:&#(?:x0{0,6}[ad]|0{0,6}1[03]);)+/gi;
const tabs = /&#(?:x0{0,6}9|0{0,6}9);/gi;
