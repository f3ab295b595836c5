import type { EventRecord } from "../records/index.ts";

/** All words of an event: its values, then its rendered text where the export has it. Bounded. */
export function eventText(record: EventRecord): string {
  let text = "";
  for (const [, value] of record.values) {
    if (value === "") continue;
    text += text === "" ? value : `\n${value}`;
    if (text.length > textCharsMax) return text.slice(0, textCharsMax);
  }
  if (record.message === "") return text;
  return (text === "" ? record.message : `${text}\n${record.message}`).slice(0, textCharsMax);
}

/** The words to quote: the rendered text where there is one, else the values. */
export function eventQuote(record: EventRecord): string {
  return record.message === "" ? eventText(record).replaceAll("\n", " ") : record.message;
}

const textCharsMax = 16_384;
