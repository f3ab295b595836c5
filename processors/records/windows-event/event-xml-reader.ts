import type { Encoding } from "../../../collectors/contract/index.ts";
import { recordBytesMax } from "../reader.ts";
import type { Found, Reader, ReaderStart } from "../reader.ts";
import { addEvent } from "./add-event.ts";
import { byteQueue } from "./byte-queue.ts";
import type { ByteQueue } from "./byte-queue.ts";
import { readBetweenEvents } from "./between-events.ts";
import { eventMarks } from "./event-marks.ts";
import { decodeEventXml } from "./event-xml-decode.ts";
import { regularRun } from "./event-xml-run.ts";

/*
 * wevtutil qe /f:xml       Event*                                    no declaration, no root, an event a line or none
 * wevtutil /e:Events       "<Events>" Event* "</Events>"
 * Event Viewer             declaration "<Events>" Event* "</Events>" one line, RenderingInfo in each event, ' for "
 *
 * In UTF-8 with or without byte order mark, or UTF-16. `<Event ` and `</Event>` cannot stand inside an event's texts, where `<`
 * is escaped: they frame the events, and what stands between them is the document's frame.
 */
interface Framing {
  readonly queue: ByteQueue;
  readonly encoding: Encoding;
  readonly marks: ReturnType<typeof eventMarks>;
  readonly found: Found;
  readonly isEnd: boolean;
}

/** State of the reader: between events; in an event; in an event that is too long and no longer kept. */
type State = "between" | "inside" | "skipping";

/** Reads events exported as XML. Holds one unfinished event of at most `recordBytesMax`. */
export function openEventXmlReader(start: ReaderStart): Reader {
  const { encoding } = start.file;
  const queue = byteQueue(start.offset);
  const marks = eventMarks(encoding);
  let state: State = "between";
  /** Bytes since regular runs were looked for last. */
  let fresh = 0;

  const advance = (found: Found, isEnd: boolean): void => {
    const framing = { queue, encoding, marks, found, isEnd };
    // Of what is held most must be new: a long event that comes in small pieces is not read again with each of them.
    const takeRun =
      marks.unit === 1 && fresh * 2 > queue.length() ? regularRun(queue, encoding, found) : null;
    if (takeRun !== null) fresh = 0;
    for (let next: State | null = state; next !== null; next = steps[state](framing)) {
      state = next;
      if (takeRun !== null && state !== "skipping" && takeRun()) state = "between";
    }
  };

  return {
    read(bytes: Uint8Array, found: Found): void {
      queue.push(bytes);
      fresh += bytes.length;
      advance(found, false);
    },
    end(found: Found): void {
      advance(found, true);
    },
    context: () => "",
    position: () => queue.offset() - queue.dropped(),
  };
}

/** Each step takes what it can from the queue and tells the next state; null when it needs more bytes. */
const steps: Readonly<Record<State, (framing: Framing) => State | null>> = { between, inside, skipping };

function between(framing: Framing): State | null {
  const { queue, marks } = framing;
  const opening = queue.find(marks.opening, 0);
  // A mark may stand half in the bytes to come; an opening one needs the unit behind it to be told from `<Events>`.
  const sure = framing.isEnd ? queue.length() : queue.length() - marks.opening.bytes - marks.unit;
  const length = opening >= 0 ? opening : sure;
  const isLong = length >= recordBytesMax;
  if (opening < 0 && !framing.isEnd && !isLong) return null;
  if (length > 0)
    readBetweenEvents(take(framing, isLong ? recordBytesMax : length), framing.encoding, framing.found);
  if (isLong) return "between";
  return opening >= 0 ? "inside" : null;
}

function inside(framing: Framing): State | null {
  const { queue, marks, found } = framing;
  const closing = queue.find(marks.closing, 0);
  const next = queue.find(marks.opening, marks.opening.bytes);
  const isWhole = closing >= 0 && (next < 0 || closing < next);
  const length = isWhole ? closing + marks.closing.bytes : next >= 0 ? next : queue.length();
  // While neither mark is found, one may stand half at the end of what is held.
  const sureMax =
    isWhole || next >= 0 || framing.isEnd
      ? recordBytesMax
      : recordBytesMax + marks.opening.bytes + marks.unit;
  if (length > sureMax) return "skipping";
  if (!isWhole && next < 0 && !framing.isEnd) return null;
  const offset = queue.offset();
  const bytes = take(framing, length).bytes;
  if (isWhole) addEvent(decodeEventXml(bytes, framing.encoding, offset), { offset, length }, found);
  else found.rejected.push({ offset, length, reason: "record.torn" });
  return queue.length() === 0 && framing.isEnd ? null : "between";
}

/** Drops the bytes of an event that is too long, up to its end or the next event, whichever comes first. */
function skipping(framing: Framing): State | null {
  const { queue, marks, found } = framing;
  const closing = queue.find(marks.closing, 0);
  const next = queue.find(marks.opening, queue.dropped() > 0 ? 0 : marks.opening.bytes);
  const isClosed = closing >= 0 && (next < 0 || closing < next);
  if (!isClosed && next < 0 && !framing.isEnd) {
    queue.drop(queue.length() - marks.closing.bytes - marks.unit);
    return null;
  }
  const rest = isClosed ? closing + marks.closing.bytes : next >= 0 ? next : queue.length();
  const dropped = queue.dropped();
  const offset = queue.offset() - dropped;
  queue.take(rest);
  found.rejected.push({ offset, length: dropped + rest, reason: "record.too-long" });
  return queue.length() === 0 && framing.isEnd ? null : "between";
}

function take(framing: Framing, length: number): { readonly offset: number; readonly bytes: Buffer } {
  const offset = framing.queue.offset();
  return { offset, bytes: framing.queue.take(length) };
}
