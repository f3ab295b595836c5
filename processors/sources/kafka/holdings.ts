import type { Consumer, EachBatchPayload } from "kafkajs";
import { createHolding, fetchFrom, passEmpty, proveAgain, takeMessages } from "./holding.ts";
import type { Arrived, Holding } from "./holding.ts";
import type { KafkaSourceLimits } from "./source-options.ts";

/** The partitions of this reader, and what was fetched of them. */
export interface Holdings {
  readonly options: HoldingsOptions;
  readonly held: Map<number, Holding>;
  /** Known to the caller, and another reader's now. */
  readonly lost: number[];
  member: string;
  heldBytes: number;
  /** As much is held as may be: nothing is fetched. */
  isFull: boolean;
}

export interface HoldingsOptions {
  readonly topic: string;
  readonly limits: KafkaSourceLimits;
  /** Null: there is none at this moment; the next one is told all when it joins. */
  readonly consumer: () => Consumer | null;
  readonly dropped: (partition: number) => void;
}

export function createHoldings(options: HoldingsOptions): Holdings {
  return { options, held: new Map(), lost: [], member: "", heldBytes: 0, isFull: false };
}

/**
 * The group was made anew. What this member keeps goes on where it is; what it was given is asked for; what it had under another name counts as lost, because
 * somebody else may have had it in between.
 */
export function joinAnew(holdings: Holdings, member: string, partitions: readonly number[]): void {
  const { held } = holdings;
  pause(holdings, partitions);
  for (const holding of [...held.values()])
    if (member !== holdings.member || !partitions.includes(holding.partition)) drop(holdings, holding);
  holdings.member = member;
  for (const partition of partitions) {
    const kept = held.get(partition);
    if (kept === undefined) held.set(partition, createHolding(partition));
    else if (kept.state === "unsure") kept.state = "wanted";
    else if (kept.state === "reading") {
      proveAgain(kept.cursor);
      seek(holdings, kept);
    }
  }
  stem(holdings);
}

function drop(holdings: Holdings, holding: Holding): void {
  empty(holdings, holding);
  holdings.held.delete(holding.partition);
  holdings.options.dropped(holding.partition);
  if (holding.isKnown) holdings.lost.push(holding.partition);
}

/** The heartbeat before it may have been under way already: the second one was sent later for sure. */
const confirmationsMin = 2;

/** The coordinator has answered a heartbeat. Returns whether something has become sure. */
export function confirm({ held }: Holdings): boolean {
  let isAny = false;
  for (const holding of held.values()) {
    if (holding.state !== "unsure") continue;
    holding.confirmations += 1;
    if (holding.confirmations < confirmationsMin) continue;
    holding.state = "wanted";
    isAny = true;
  }
  return isAny;
}

export function takeFetched(holdings: Holdings, fetched: EachBatchPayload): void {
  const holding = holdings.held.get(fetched.batch.partition);
  if (holding?.state !== "reading" || fetched.isStale()) return;
  holding.high = Number(fetched.batch.highWatermark);
  holdings.heldBytes += takeMessages(holding, fetched.batch.messages);
  if (holding.doubt === null) passEmpty(holding, Number(fetched.batch.lastOffset()) + 1);
  else pause(holdings, [holding.partition]);
  stem(holdings);
}

/** What was fetched without a message in it. One that was under way before the partition was lost says nothing of what is read now. */
export function takeEmpty(holdings: Holdings, { partition, first, end, high }: EmptyFetch): void {
  const holding = holdings.held.get(partition);
  if (holding?.state !== "reading" || first !== fetchFrom(holding.cursor)) return;
  holding.high = high;
  passEmpty(holding, end);
}

/** Offsets, that of the last one not among them. */
export interface EmptyFetch {
  readonly partition: number;
  readonly first: number;
  readonly end: number;
  readonly high: number;
}

/** What was read of it has no effect: it is asked for again, at once or when it is sure that it is still this reader's. */
export function halt(holdings: Holdings, partition: number, state: "wanted" | "unsure"): void {
  const holding = holdings.held.get(partition);
  if (holding === undefined || holding.state === state) return;
  empty(holdings, holding);
  pause(holdings, [partition]);
  holding.state = state;
  holding.confirmations = 0;
  stem(holdings);
}

export function firstWith({ held }: Holdings, state: Holding["state"]): Holding | undefined {
  return [...held.values()].find((holding) => holding.state === state);
}

/** It was not lost since, nor halted. */
export function isStill({ held }: Holdings, holding: Holding, state: Holding["state"]): boolean {
  return held.get(holding.partition) === holding && holding.state === state;
}

/** Reading begins there. */
export function beginAt(holdings: Holdings, holding: Holding, place: Pick<Holding, "cursor" | "high">): void {
  const cursor = { ...place.cursor };
  Object.assign(holding, { state: "reading", cursor, doubt: null, foreign: null, high: place.high });
  seek(holdings, holding);
}

/** The next messages of one partition, the partitions in turns; none: that nothing waits there is news. Null: there is nothing to tell. */
export function takeNext(holdings: Holdings): readonly [Holding, readonly Arrived[]] | null {
  const { held, options } = holdings;
  const all = [...held.values()];
  const holding = all.find(({ queue }) => queue.length > 0) ?? all.find(isReadToItsEnd);
  if (holding === undefined) return null;
  held.delete(holding.partition);
  held.set(holding.partition, holding);
  const taken = holding.queue.splice(0, countOf(holding.queue, options.limits));
  for (const { bytes } of taken) holdings.heldBytes -= bytes;
  stem(holdings);
  return [holding, taken];
}

function isReadToItsEnd({ state, cursor, high, told }: Holding): boolean {
  return state === "reading" && cursor.isProven && cursor.end >= high && told !== cursor.end;
}

/** At least one, where there is one. */
function countOf(queue: readonly Arrived[], { batchBytesMax, batchShipmentsMax }: KafkaSourceLimits): number {
  let [count, room] = [0, batchBytesMax];
  for (const { bytes } of queue) {
    if (count > 0 && (bytes > room || count >= batchShipmentsMax)) break;
    count += 1;
    room -= bytes;
  }
  return count;
}

/** Fetches no more when enough is held, and again when half of it is gone. */
function stem(holdings: Holdings): void {
  const { held, heldBytes, isFull, options } = holdings;
  const { heldBytesMax } = options.limits;
  holdings.isFull = heldBytes >= (isFull ? heldBytesMax / 2 : heldBytesMax);
  if (holdings.isFull === isFull) return;
  if (holdings.isFull) return pause(holdings, [...held.keys()]);
  for (const { partition, state } of held.values()) if (state === "reading") flow(holdings, partition);
}

function pause({ options }: Holdings, partitions: readonly number[]): void {
  options.consumer()?.pause([{ topic: options.topic, partitions: [...partitions] }]);
}

function flow({ options, isFull }: Holdings, partition: number): void {
  if (!isFull) options.consumer()?.resume([{ topic: options.topic, partitions: [partition] }]);
}

function seek(holdings: Holdings, { partition, cursor }: Holding): void {
  const { topic, consumer } = holdings.options;
  consumer()?.seek({ topic, partition, offset: String(fetchFrom(cursor)) });
  flow(holdings, partition);
}

function empty(holdings: Holdings, holding: Holding): void {
  for (const { bytes } of holding.queue.splice(0)) holdings.heldBytes -= bytes;
  holding.doubt = null;
}
