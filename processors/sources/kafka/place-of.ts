import type { Cursor, Doubt } from "./holding.ts";
import type { OffsetResetReason } from "./source-options.ts";

/** The first offset that is there, and the one behind the last. */
export interface Watermarks {
  readonly low: number;
  readonly high: number;
}

export interface Wanted {
  /** Behind the last message whose effect is kept, and behind what follows it and is none; below 0: none. */
  readonly next: number;
  readonly end: number;
  readonly stamp: string | null;
  /** The position was given by a bus that this one is not. */
  readonly isForeign: boolean;
  readonly doubt: Doubt | null;
}

export interface Placed {
  readonly cursor: Cursor;
  /** Where it should have gone on, and why it does not. */
  readonly reset: { readonly expected: number; readonly why: OffsetResetReason } | null;
}

/**
 * Where to go on in a partition. kafkajs begins with the oldest and says nothing when an offset is not there any more; and a topic that was made anew has the same
 * offsets for other messages. So what is there is compared with what was seen: the range of offsets here, the message before the position when it comes.
 * To begin with the oldest does no harm: what was read before is dropped by the cursors of the files.
 */
export function placeOf(wanted: Wanted, { low, high }: Watermarks): Placed {
  const { next, end, stamp, doubt } = wanted;
  const why = whyAnew(wanted, { low, high });
  const oldest = beginning(low);
  if (why !== null) return { cursor: oldest, reset: { expected: next, why } };
  if (next < 0) return { cursor: oldest, reset: null };
  if (doubt?.type === "missing" && doubt.found >= end && end >= low)
    return {
      cursor: beginning(doubt.found),
      reset: doubt.found > end ? { expected: end, why: "missing" } : null,
    };
  return { cursor: { next, end, stamp, isProven: stamp === null || next <= low }, reset: null };
}

function beginning(next: number): Cursor {
  return { next, end: next, stamp: null, isProven: true };
}

function whyAnew({ end, isForeign, doubt }: Wanted, { low, high }: Watermarks): OffsetResetReason | null {
  if (isForeign) return "other-topic";
  if (end > high || doubt?.type === "changed") return "topic-anew";
  return end >= 0 && end < low ? "retention" : null;
}
