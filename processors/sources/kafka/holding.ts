import { decodeMessage, originOf } from "../../../collectors/contract/index.ts";
import type { Decoded, ForeignMessage } from "../../../collectors/contract/index.ts";

/** A partition that this reader owns. */
export interface Holding {
  readonly partition: number;
  /**
   * - `wanted`: its position has to be asked for
   * - `placing`: what is there has to be compared with the position
   * - `reading`: messages are taken as they come
   * - `unsure`: somebody else has taken it up; whether it is still this reader's is not known
   */
  state: "wanted" | "placing" | "reading" | "unsure";
  /** Its position was asked for: then it is told when it is lost. */
  isKnown: boolean;
  /** Heartbeats that were answered since it is unsure. */
  confirmations: number;
  cursor: Cursor;
  /** What `resume` gave was of another bus: the text; null: it was not. */
  foreign: string | null;
  /** Of the position; `""`: it does not matter. */
  cluster: string;
  doubt: Doubt | null;
  /** Behind all that the partition held when it was last looked at. */
  high: number;
  /** Whoever takes the batches knows that all before it is read; null: nothing was told. */
  told: number | null;
  readonly queue: Arrived[];
}

/** Behind the last message that was taken into the queue. */
export interface Cursor {
  next: number;
  /** Behind what follows it and is no message: markers of transactions, and what was aborted. */
  end: number;
  /** Time stamp of the message before `next`; null: none was seen. */
  stamp: string | null;
  /** False: the message before `next` comes again, and has to be the one that was seen. */
  isProven: boolean;
}

/** What came instead of what was expected. */
export type Doubt =
  | { readonly type: "missing"; readonly found: number }
  | { readonly type: "changed" }
  | { readonly type: "earlier" };

/** A message, unpacked: nothing of it keeps what it was fetched with. */
export interface Arrived {
  readonly offset: number;
  readonly stamp: string;
  /** About what it takes in memory. */
  readonly bytes: number;
  readonly decoded: Decoded;
  /** Null: whoever sent it does not trace. */
  readonly origin: string | null;
}

export interface FetchedMessage extends Omit<ForeignMessage, "headers"> {
  readonly offset: string;
  readonly timestamp: string;
  readonly headers?: ForeignMessage["headers"];
  /** Why its batch could not be unpacked; left out: it was. */
  readonly unreadable?: string;
}

export function createHolding(partition: number): Holding {
  const cursor = { next: 0, end: 0, stamp: null, isProven: true };
  return {
    partition,
    state: "wanted",
    isKnown: false,
    confirmations: 0,
    cursor,
    foreign: null,
    cluster: "",
    doubt: null,
    high: 0,
    told: null,
    queue: [],
  };
}

/** The offset to fetch from. */
export function fetchFrom({ next, end, isProven }: Cursor): number {
  return isProven ? end : next - 1;
}

/** After an interruption: the last message comes once more, to see that it is still the same. */
export function proveAgain(cursor: Cursor): void {
  cursor.isProven = cursor.stamp === null;
}

/**
 * Takes messages into the queue, up to the first that is not the one that has to come: that one leaves a doubt. Returns how many bytes came into the queue.
 */
export function takeMessages(holding: Holding, messages: readonly FetchedMessage[]): number {
  const { cursor, queue } = holding;
  let bytes = 0;
  for (const message of messages) {
    holding.doubt = doubtOf(cursor, message);
    if (holding.doubt !== null) {
      holding.state = "placing";
      return bytes;
    }
    if (!cursor.isProven) {
      cursor.isProven = true;
      continue;
    }
    const arrived = unpacked(message);
    queue.push(arrived);
    bytes += arrived.bytes;
    cursor.next = cursor.end = arrived.offset + 1;
    cursor.stamp = arrived.stamp;
  }
  return bytes;
}

/** All before this offset was fetched, and what of it comes behind the last message is none. */
export function passEmpty({ cursor }: Holding, end: number): void {
  if (cursor.isProven) cursor.end = Math.max(cursor.end, end);
}

function doubtOf(cursor: Cursor, { offset, timestamp }: FetchedMessage): Doubt | null {
  const found = Number(offset);
  const expected = fetchFrom(cursor);
  if (found > expected) return { type: "missing", found };
  if (found < expected) return { type: "earlier" };
  return cursor.isProven || cursor.stamp === timestamp ? null : { type: "changed" };
}

function unpacked(message: FetchedMessage): Arrived {
  const { unreadable } = message;
  const decoded: Decoded =
    unreadable === undefined
      ? decodeMessage({ ...message, headers: message.headers })
      : { type: "rejected", reason: "message.packing", detail: unreadable };
  return {
    offset: Number(message.offset),
    stamp: message.timestamp,
    bytes: messageBytes + (message.value?.length ?? 0),
    decoded: withArrival(decoded, Number(message.timestamp)),
    origin: originOf(message.headers),
  };
}

/** Kafka has -1 where a message has no time. */
function withArrival(decoded: Decoded, arrivedAt: number): Decoded {
  if (decoded.type === "rejected" || !(arrivedAt >= 0)) return decoded;
  return { type: "shipment", shipment: { ...decoded.shipment, arrivedAt } };
}

/** What the objects of a message take besides its value: about so much. */
const messageBytes = 1024;
