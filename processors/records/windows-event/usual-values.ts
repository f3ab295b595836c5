import { copyText } from "../copy-text.ts";
import type { EventValue } from "./event-values.ts";
import { resolveEntities } from "./xml-entities.ts";

/**
 * How EventData mostly stands in the events of one id: the same names in the same order. One pattern made of such an event catches all
 * values at once, and the names need not be made into strings again.
 */
interface UsualValues {
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

/** What is usual for each id, and what was not. It only saves time: any EventData is read the same without it. */
export interface UsualValuesById {
  /** Adds the values of an EventData at an index and returns the index behind it; -1 when it is not the usual one. */
  read(eventId: string, text: string, from: number, values: EventValue[]): number;
  /** Tells of one that was not the usual one: how it is written, and what its values are. */
  note(eventId: string, written: string, values: readonly EventValue[]): void;
}

export function usualValuesById(): UsualValuesById {
  const byId = new Map<string, { usual: UsualValues | null; others: number }>();
  return {
    read: (eventId, text, from, values) => {
      const usual = byId.get(eventId)?.usual ?? null;
      return usual === null ? -1 : readUsual(usual, text, from, values);
    },
    note: (eventId, written, values) => {
      const known = byId.get(eventId);
      if (known === undefined) {
        if (byId.size < idsMax) byId.set(eventId, { usual: usualValues(written, values), others: 0 });
        return;
      }
      known.others += 1;
      if (known.others < othersMax) return;
      known.usual = usualValues(written, values);
      known.others = 0;
    },
  };
}

const idsMax = 64;
/** After so many others, the last of them becomes the usual one. */
const othersMax = 256;

function readUsual(usual: UsualValues, text: string, from: number, values: EventValue[]): number {
  const { pattern, names } = usual;
  pattern.lastIndex = from;
  const match = pattern.exec(text);
  if (match === null) return -1;
  for (let index = 0; index < names.length; index += 1) {
    const resolved = resolveEntities(match[index + 1] ?? "");
    if (resolved === null) {
      values.length = 0;
      return -1;
    }
    values.push([names[index] ?? "", resolved]);
  }
  return pattern.lastIndex;
}

/** Null when not every value is plain text with a name, or there are too many. */
function usualValues(written: string, values: readonly EventValue[]): UsualValues | null {
  if (written.length > writtenCharsMax || written.includes("\0")) return null;
  const parts = written.replace(value, "$1\0$2").split("\0");
  if (values.length === 0 || parts.length !== values.length + 1) return null;
  const source = parts.map((part) => RegExp.escape(part)).join("([^<]*)");
  return { pattern: new RegExp(`${source}\\s*`, "y"), names: values.map(([name]) => copyText(name)) };
}

const writtenCharsMax = 4_096;
const value = /(<Data Name=(?:'[^'"<]*'|"[^'"<]*")>)[^<]*(<\/Data>)/g;
