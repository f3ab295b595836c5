import type { ShippedSlice } from "../contract/index.ts";
import type { CollectOptions } from "../collect-options.ts";
import {
  glanceBytes,
  isMissing,
  isProvenBy,
  noteTrouble,
  passedBeside,
  readAt,
  readScratch,
} from "../follow/index.ts";
import type { Followed, Following } from "../follow/index.ts";
import { createHeap } from "../slices/heap.ts";
import type { Heap } from "../slices/heap.ts";
import { isLiveEventLog } from "./sealing.ts";
import { stampBefore } from "./stamp-before.ts";
import { emptySlice, positionOf, sourceOf, takeSlice } from "./take-slice.ts";
import type { Position, Taken } from "./take-slice.ts";
import type { Wait } from "./waits.ts";

/**
 * The files of one host that have something to ship, by the first stamp of what is next: the oldest first, and before all others what has no stamp. With one
 * file there is nothing to compare, and its stamp is read from the slice itself.
 */
export interface Turns {
  size(): number;
  /** The stamp of what is next, ms UTC; null: it has none, or nothing is left. */
  oldest(): number | null;
  /** The next slice; null: this turn gave nothing. */
  take(): Promise<Taken | null>;
  /** An empty slice where it stands: how far the host has come, and no more. Null: that is not known, or other bytes stand before it than were shipped. */
  floor(): Promise<ShippedSlice | null>;
}

interface Turn {
  readonly file: Followed;
  readonly order: number;
  readonly position: Position;
  /** Of what is next, or of what was before it where that has none. */
  readonly at: number | null;
  /** Of what is next alone. */
  readonly stamp: number | null;
}

export async function createTurns(
  following: Following,
  files: readonly Followed[],
  { firstStamp, waits }: Pick<CollectOptions, "firstStamp"> & { readonly waits: readonly Wait[] },
): Promise<Turns> {
  const turns = createHeap<Turn>(isBefore);
  const context: Context = { following, firstStamp, turns, waits: new Map(waits) };
  for (const [order, file] of files.entries()) {
    const position = await attempt(context, file, () => positionOf(following, file));
    if (position !== null) await queue(context, { file, order, position, at: null, stamp: null });
  }
  return {
    size: () => turns.size(),
    oldest: () => turns.first()?.at ?? null,
    take: () => take(context),
    floor: () => floorOf(context),
  };
}

interface Context {
  readonly following: Following;
  readonly firstStamp: CollectOptions["firstStamp"];
  readonly turns: Heap<Turn>;
  /** Also of what is taken and not shipped yet. */
  readonly waits: Map<Followed, number>;
}

function isBefore(a: Turn, b: Turn): boolean {
  const first = a.at ?? Number.NEGATIVE_INFINITY;
  const second = b.at ?? Number.NEGATIVE_INFINITY;
  return first < second || (first === second && a.order < b.order);
}

/** A stamp is remembered with its file as long as nothing of it is shipped. */
async function queue(context: Context, turn: Turn): Promise<void> {
  const { file, position } = turn;
  const isKnown = file.stamp !== undefined && position.offset === file.offset;
  const stamp = isKnown ? file.stamp : await attempt(context, file, () => stampAt(context, turn));
  if (position.offset === file.offset) file.stamp = stamp;
  context.turns.push({ ...turn, at: stamp ?? turn.at, stamp: stamp ?? null });
}

async function stampAt({ following, firstStamp }: Context, { file, position }: Turn): Promise<number | null> {
  const { offset } = position;
  const length = Math.min(file.size - offset, glanceBytes(file.format, offset));
  if (length <= 0 || file.format === "status-file") return null;
  const handle = await following.handles.open(file);
  const bytes = await readScratch(following, handle, { position: offset, length });
  return firstStamp({ file: sourceOf(file), offset, bytes, end: offset + length >= file.size });
}

async function floorOf(context: Context): Promise<ShippedSlice | null> {
  const turn = context.turns.first();
  if (turn === undefined || turn.at === null) return null;
  const { file, position, at } = turn;
  const floor = passedAt(context, at);
  if (floor === null) return null;
  const isProven = await attempt(context, file, () => stillStands(context.following, file, position));
  return isProven === true ? emptySlice(context.following, file, { position, floor }) : null;
}

/** The stamp was read before: it is of what follows these bytes, and not of a log that was written in its place. */
async function stillStands(
  { handles }: Following,
  file: Followed,
  { offset, tail }: Position,
): Promise<boolean> {
  return isProvenBy(tail, await readAt(await handles.open(file), offset - tail.length, tail.length));
}

async function take(context: Context): Promise<Taken | null> {
  const { following, turns } = context;
  const turn = turns.pop();
  if (turn === undefined) return null;
  const { file, position } = turn;
  const floor = passedAt(context, turn.at);
  const taken = await attempt(context, file, () => takeSlice(following, file, { position, floor }));
  if (taken === null) return null;
  if (taken === "held") {
    await hold(context, turn);
    return null;
  }
  if (taken === "changed") {
    doubt(following, file, "truncated");
    // Until it is known where it goes on, the host has come no further: its other files wait.
    if (file.isUnclear) while (turns.size() > 0) turns.pop();
    return null;
  }
  if (taken.next.openAt === null) context.waits.delete(file);
  else context.waits.set(file, taken.next.openAt);
  if (taken.next.offset < file.size) await queue(context, { ...turn, position: taken.next });
  return taken;
}

/** What waits for its end, and what is not in a file yet, comes later with its stamp: the host has passed nothing beyond it. */
function passedAt({ following, waits }: Context, at: number | null): number | null {
  if (at === null) return null;
  let passed = Math.min(at, passedBeside(following));
  for (const from of waits.values()) passed = Math.min(passed, from);
  return passed === Number.NEGATIVE_INFINITY ? null : passed;
}

async function hold(context: Context, turn: Turn): Promise<void> {
  const { file, position, stamp } = turn;
  const from = await heldFrom(context, turn);
  if (position.offset === file.offset) {
    file.heldSize = file.size;
    file.heldFrom = from;
    file.stamp = stamp;
  }
  if (from !== null && !context.waits.has(file) && !isLiveEventLog(file)) context.waits.set(file, from);
}

/** What is torn before its stamp is not older than what was written before it. */
async function heldFrom(context: Context, { file, position, at, stamp }: Turn): Promise<number | null> {
  if (stamp !== null || file.rest !== "torn") return stamp;
  return at ?? attempt(context, file, () => stampBefore(context.following, file, position));
}

/** Other bytes stand where it was read, or another file: it is compared in the next survey. What is gone cannot be compared, and has ended. */
function doubt({ tell }: Following, file: Followed, why: "truncated" | "gone"): void {
  if (file.presence !== "gone") {
    file.isUnclear = true;
    file.checkedAt = Number.NEGATIVE_INFINITY;
    return;
  }
  const { path, id, offset, size } = file;
  tell({ type: why, path, fileId: id, offset, unreadBytes: size - offset });
  file.size = offset;
}

/** A file that cannot be read does not keep the others from being read. */
async function attempt<T>({ following }: Context, file: Followed, read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    await following.handles.close(file);
    if (file.presence === "gone" || isMissing(error)) doubt(following, file, "gone");
    else noteTrouble(following, { on: file, path: file.path }, error);
    return null;
  }
}
