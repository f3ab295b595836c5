import { isAscii } from "node:buffer";
import type { Encoding } from "../../../collectors/contract/index.ts";
import { recordBytesMax } from "../reader.ts";
import type { Found } from "../reader.ts";
import type { ByteQueue } from "./byte-queue.ts";
import { addEvent } from "./add-event.ts";
import { decodeEventXml } from "./event-xml-decode.ts";
import { regularEventAt } from "./event-xml-regular.ts";

/**
 * Takes regular events with blanks between them from the front of a queue, one behind the other; tells whether there were any. The queue
 * must begin with an event or between two.
 *
 * This is the fast path: what is held becomes text once and the events are read where they stand, so that no mark is looked for and no event
 * is cut out. It gives what the tolerant path gives. A queue in UTF-16 is not for it.
 */
export function regularRun(queue: ByteQueue, encoding: Encoding, found: Found): () => boolean {
  const bytes = queue.held();
  const firstOffset = queue.offset();
  const text = bytes.toString("latin1");
  const isPlain = isAscii(bytes);
  /** Index of the next CR at or behind an event; what holds one is decoded apart, as XML wants it. */
  let carriage = -2;

  const add = (from: number, to: number, record: ReturnType<typeof regularEventAt>): void => {
    if (carriage !== -1 && carriage < from) carriage = text.indexOf("\r", from);
    const isAsItStands = isPlain || isAscii(bytes.subarray(from, to));
    const hasReturn = carriage !== -1 && carriage < to;
    if (record !== null && isAsItStands && !hasReturn) found.records.push(record);
    else {
      const place = { offset: firstOffset + from, length: to - from };
      addEvent(decodeEventXml(bytes.subarray(from, to), encoding, place.offset), place, found);
    }
  };

  return () => {
    const begin = queue.offset() - firstOffset;
    let from = begin;
    for (;;) {
      const start = behindBlanks(text, from);
      const record = start - from < recordBytesMax ? regularEventAt(text, start, firstOffset + start) : null;
      if (record === null || record.length > recordBytesMax) break;
      if (start > from)
        found.regions.push({ offset: firstOffset + from, length: start - from, name: "blank" });
      add(start, start + record.length, record);
      from = start + record.length;
    }
    queue.take(from - begin);
    return from > begin;
  };
}

function behindBlanks(text: string, from: number): number {
  let index = from;
  for (; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) break;
  }
  return index;
}
