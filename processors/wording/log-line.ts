import { withoutMessage } from "./without-message.ts";

/** A record as it is quoted: what it says of a request, neither its envelope of XML nor a message that must not be shown. */
export function logLine(text: string): string {
  return withoutMessage(withoutEnvelope(text.trim()));
}

/**
 * `<Event …><System>…</System><EventData>…` and `<E2ETraceEvent …><System>…</System><ApplicationData>…`: of the system part,
 * which is the same from event to event, only the number of the event is shown.
 */
function withoutEnvelope(text: string): string {
  const end = text.indexOf(systemEnd);
  if (end < 0 || !envelopeStart.test(text)) return text;
  const event = eventNumber.exec(text.slice(0, end))?.[0];
  const rest = withoutRendering(text.slice(end + systemEnd.length).trim());
  return event === undefined ? `… ${rest}` : `… ${event} … ${rest}`;
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
/** Traces number all their events 0. */
const eventNumber = /<EventID\b[^>]{0,200}>[1-9]\d{0,9}<\/EventID>/;
