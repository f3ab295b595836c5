/** Ids of events, each range from its first to its last one. */
export type EventIds = readonly (readonly [first: number, last: number])[];

/** Numbers of records, both included. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * The XPath that asks for a stretch of a channel. Of the events between its ends only those with the wanted ids (null: all); its ends always: that they are answered proves
 * that Windows has understood the question, has looked through all of the stretch, and that it is the log that was read before. To an XPath that it does not understand
 * `wevtutil` answers with nothing, and no error.
 *
 * Source: Microsoft, "Consuming Events": an XPath holds at most 20 expressions; this one four and one or two for each range.
 */
export function eventQuery({ from, to }: Stretch, wanted: EventIds | null): string {
  const stretch = `(EventRecordID>=${from} and EventRecordID<=${to})`;
  if (wanted === null) return `*[System[${stretch}]]`;
  const ids = wanted.map(([first, last]) =>
    first === last ? `EventID=${first}` : `(EventID>=${first} and EventID<=${last})`,
  );
  return `*[System[${stretch} and (${[`EventRecordID=${from}`, `EventRecordID=${to}`, ...ids].join(" or ")})]]`;
}

export function isWanted(eventId: number, wanted: EventIds | null): boolean {
  return wanted === null || wanted.some(([first, last]) => eventId >= first && eventId <= last);
}
