import { copyText } from "../copy-text.ts";
import { zeroGuid } from "./event-parts.ts";
import { regularEvent } from "./regular-event.ts";
import type { RegularEvent } from "./regular-event.ts";

/** Reads the event that begins at an index if it is regular; as `regularEvent`, and gives the same. */
export type EventReader = (text: string, from: number) => RegularEvent | null;

/**
 * A reader of regular events for one file. Nearly all events of a file differ in four values alone: time, activity, thread and text. So the
 * first event is taken as the usual one, and a pattern made of it that catches those four; what is the same in all is neither caught
 * nor made into strings again. What the pattern does not match is read as any regular event.
 */
export function eventReader(): EventReader {
  let usual: UsualEvent | null = null;
  let unusual = 0;
  return (text, from) => {
    const event = usual === null ? null : match(usual, text, from);
    if (event !== null) {
      unusual = 0;
      return event;
    }
    const regular = regularEvent(text, from);
    unusual += 1;
    if (regular !== null && (usual === null || unusual > unusualMax)) {
      usual = usualEvent(text.slice(from, regular.end));
      unusual = 0;
    }
    return regular;
  };
}

/** So many in a row, and the last of them becomes the usual one. */
const unusualMax = 256;

interface UsualEvent {
  readonly pattern: RegExp;
  /** An event of which all but the four values is taken. */
  readonly parts: RegularEvent["parts"];
}

function match(usual: UsualEvent, text: string, from: number): RegularEvent | null {
  const { pattern, parts } = usual;
  pattern.lastIndex = from;
  const found = pattern.exec(text);
  if (found === null) return null;
  const event = {
    eventId: parts.eventId,
    level: parts.level,
    time: found[1] ?? "",
    source: parts.source,
    activityId: found[2] ?? zeroGuid,
    relatedActivityId: parts.relatedActivityId,
    process: parts.process,
    processId: parts.processId,
    thread: found[3] ?? "",
    computer: parts.computer,
    text: found[4] ?? "",
  };
  return { parts: event, end: pattern.lastIndex };
}

/** Null for one that is not worth it: very long, or a transfer, which names a second activity. */
function usualEvent(written: string): UsualEvent | null {
  if (written.length > usualCharsMax) return null;
  const event = copyText(written);
  const parts = regularEvent(event, 0)?.parts;
  if (parts === undefined || parts.relatedActivityId !== "") return null;
  let source = "";
  let from = 0;
  for (const [mark, value, end] of values) {
    const at = event.indexOf(mark, from) + mark.length;
    source += `${RegExp.escape(event.slice(from, at))}${value}`;
    from = event.indexOf(end, at);
  }
  return { pattern: new RegExp(source + RegExp.escape(event.slice(from)), "y"), parts };
}

const usualCharsMax = 4_096;

const quoted = '([^"<>]*)';
/** What stands before a value that differs from event to event, how it is caught, and what ends it. No value holds such a mark. */
const values: readonly (readonly [mark: string, value: string, end: string])[] = [
  ['<TimeCreated SystemTime="', quoted, '"'],
  // Most events have no activity: that is not caught.
  ['<Correlation ActivityID="', `(?:\\{${zeroGuid.slice(1, -1)}\\}|${quoted})`, '"'],
  ['" ThreadID="', quoted, '"'],
  ["<ApplicationData>", "([^<]*)", "<"],
];
