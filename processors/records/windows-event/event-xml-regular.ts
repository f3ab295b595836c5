import type { EventRecord } from "../record.ts";
import { plainGuid } from "./event-record.ts";
import type { EventPlace } from "./event-record.ts";
import type { EventValue } from "./event-values.ts";
import { parseSystemTime } from "./system-time.ts";
import { usualValuesById } from "./usual-values.ts";
import type { UsualValuesById } from "./usual-values.ts";
import { resolveEntities } from "./xml-entities.ts";

/*
 * Windows writes every event alike (MS-EVEN6, event schema): the elements of System in one order, then EventData, then perhaps
 * RenderingInfo. One anchored pattern reads System, a second each value. It takes only what it has understood whole; all else
 * (UserData, comments, CDATA, other orders) answers null and goes to the parser, which gives the same for what both can read.
 *
 * Patterns are made for each quote, and every class excludes what ends it, so none can go back over what it has read.
 */
interface Patterns {
  readonly system: RegExp;
  readonly openValues: RegExp;
  readonly value: RegExp;
  readonly closeValues: RegExp;
  readonly rendering: RegExp;
  readonly end: RegExp;
  readonly usual: UsualValuesById;
}

const patternsOf: ReadonlyMap<string, Patterns> = new Map(
  ["'", '"'].map((quote) => [quote, patterns(quote)]),
);
const firstQuote = "<Event xmlns=".length;

/** The record of an event written the regular way; null for any other, and when more stands behind it. */
export function regularEvent(text: string, place: EventPlace): EventRecord | null {
  const event = read(text, 0);
  return event === null || event.end !== text.length ? null : recordOf(event, place);
}

/**
 * The record of a regular event that begins at an index of text in which each character is a byte of the file; null for any other, and when
 * it is not complete. The event ends where the record's length tells. No value holds a `<`, so it can hold no mark of another event.
 */
export function regularEventAt(text: string, from: number, offset: number): EventRecord | null {
  const event = read(text, from);
  return event === null ? null : recordOf(event, { format: "event-xml", offset, length: event.end - from });
}

interface RegularEvent {
  readonly system: RegExpExecArray;
  readonly at: number;
  readonly values: readonly EventValue[];
  readonly message: string;
  /** Index behind it. */
  readonly end: number;
}

function read(text: string, from: number): RegularEvent | null {
  const forms = patternsOf.get(text.charAt(from + firstQuote));
  const system = forms === undefined ? null : match(forms.system, text, from);
  if (forms === undefined || system === null) return null;
  const at = parseSystemTime(system[4] ?? "");
  const values: EventValue[] = [];
  const afterValues = readValues(forms, text, {
    from: forms.system.lastIndex,
    eventId: system[2] ?? "",
    values,
  });
  const message = afterValues < 0 ? null : readMessage(forms, text, afterValues);
  return at === null || message === null ? null : { system, at, values, message, end: forms.end.lastIndex };
}

function recordOf({ system, at, values, message }: RegularEvent, place: EventPlace): EventRecord {
  return {
    format: place.format,
    offset: place.offset,
    length: place.length,
    at,
    clock: "utc",
    provider: system[1] ?? "",
    eventId: Number(system[2]),
    channel: (system[9] ?? "").trim(),
    computer: (system[10] ?? "").trim(),
    level: Number(system[3] ?? ""),
    recordId: system[5] ?? "",
    processId: system[7] ?? "",
    thread: system[8] ?? "",
    activityId: plainGuid(system[6] ?? ""),
    userId: system[11] ?? "",
    values,
    message,
  };
}

interface ValuesRead {
  readonly from: number;
  readonly eventId: string;
  readonly values: EventValue[];
}

/** Position behind EventData; the same position when there is none; -1 when it is not regular. */
function readValues(forms: Patterns, text: string, read: ValuesRead): number {
  const usual = forms.usual.read(read.eventId, text, read.from, read.values);
  if (usual >= 0) return usual;
  const open = match(forms.openValues, text, read.from);
  if (open === null) return read.from;
  let position = forms.openValues.lastIndex;
  if (open[1] === "/") return position;
  for (
    let value = match(forms.value, text, position);
    value !== null;
    value = match(forms.value, text, position)
  ) {
    const resolved = resolveEntities(value[2] ?? value[3] ?? "");
    if (resolved === null) return -1;
    read.values.push([value[3] === undefined ? (value[1] ?? "") : "Binary", resolved]);
    position = forms.value.lastIndex;
  }
  if (match(forms.closeValues, text, position) === null) return -1;
  forms.usual.note(read.eventId, text.slice(read.from, forms.closeValues.lastIndex).trimEnd(), read.values);
  return forms.closeValues.lastIndex;
}

/** The rendered text, `""` without one; null when the event does not end behind it. */
function readMessage(forms: Patterns, text: string, from: number): string | null {
  const rendering = match(forms.rendering, text, from);
  const end = rendering === null ? from : forms.rendering.lastIndex;
  return match(forms.end, text, end) === null ? null : resolveEntities(rendering?.[1] ?? "");
}

function match(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from;
  return pattern.exec(text);
}

function patterns(quote: string): Patterns {
  const quoted = `${quote}[^${quote}<&\\s]*${quote}`;
  const caught = `${quote}([^${quote}<&\\t\\r\\n]*)${quote}`;
  const caughtWord = `${quote}([^${quote}<&\\s]*)${quote}`;
  const spaced = `${quote}[^${quote}<&\\t\\r\\n]*${quote}`;
  const ignored = (name: string): string => `(?:<${name}>[^<&]*</${name}>\\s*)?`;
  const sticky = (source: string): RegExp => new RegExp(source, "y");
  const word = (name: string): string => `<${name}>[^<&]*</${name}>|<${name} ?/>`;
  const captions = ["Level", "Task", "Opcode", "Channel", "Provider"].map(word).join("|");
  const keyword = `<Keyword>[^<&]*</Keyword>\\s*|<Keyword ?/>\\s*`;
  return {
    system: sticky(
      [
        `<Event xmlns=${quoted}>\\s*<System>\\s*`,
        `<Provider Name=${caught}(?: Guid=${quoted})?(?: EventSourceName=${spaced})? ?/>\\s*`,
        `<EventID(?: Qualifiers=${quoted})?>(\\d{1,10})</EventID>\\s*`,
        `${ignored("Version")}(?:<Level>(\\d{1,10})</Level>\\s*)?${ignored("Task")}${ignored("Opcode")}${ignored("Keywords")}`,
        `<TimeCreated SystemTime=${caughtWord} ?/>\\s*`,
        `<EventRecordID>(\\d+)</EventRecordID>\\s*`,
        `<Correlation(?: ActivityID=${caughtWord})?(?: RelatedActivityID=${quoted})? ?/>\\s*`,
        `(?:<Execution ProcessID=${caughtWord} ThreadID=${caughtWord}(?: ProcessorID=${quoted})?(?: KernelTime=${quoted} UserTime=${quoted})? ?/>\\s*)?`,
        `<Channel>([^<&]*)</Channel>\\s*<Computer>([^<&]*)</Computer>\\s*`,
        `<Security(?: UserID=${caughtWord})? ?/>\\s*</System>\\s*`,
      ].join(""),
    ),
    openValues: sticky(`<EventData(?: Name=${spaced})? ?(/)?>\\s*`),
    value: sticky(`<Data(?: Name=${caught})?(?: ?/>|>([^<]*)</Data>)\\s*|<Binary>([^<]*)</Binary>\\s*`),
    closeValues: sticky(`</EventData>\\s*`),
    rendering: sticky(
      `<RenderingInfo(?: Culture=${quoted})?>\\s*(?:<Message>([^<]*)</Message>\\s*|<Message ?/>\\s*)?` +
        `(?:(?:${captions}|<Keywords>\\s*(?:${keyword})*</Keywords>|<Keywords ?/>)\\s*)*</RenderingInfo>\\s*`,
    ),
    end: sticky(`</Event>`),
    usual: usualValuesById(),
  };
}
