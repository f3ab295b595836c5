import type { BusSink, ShippedSlice } from "../contract/index.ts";
import type { CollectOptions } from "../collect-options.ts";
import { passedBeside } from "../follow/index.ts";
import type { Followed, Following } from "../follow/index.ts";
import type { Allowance } from "./allowance.ts";
import { createHostQueue } from "./host-queue.ts";
import type { HostTurn, HostTurns } from "./host-queue.ts";
import { isReady } from "./sealing.ts";
import { waitsByHost } from "./waits.ts";
import type { Taken } from "./take-slice.ts";
import { createTurns } from "./turns.ts";

export interface Shipping {
  readonly sink: BusSink;
  readonly firstStamp: CollectOptions["firstStamp"];
  readonly clock: CollectOptions["clock"];
  readonly allowance: Allowance;
  /** How far each host that is behind was said to have come, ms UTC. */
  readonly floors: Map<string, number>;
  /** Nothing more is read. */
  readonly signal: AbortSignal;
  /** Nothing more is sent. */
  readonly hardSignal: AbortSignal;
}

export interface Shipped {
  /** Of which something was shipped. */
  readonly hosts: ReadonlySet<string>;
  /** The round was over before all was shipped. */
  readonly isMore: boolean;
}

/**
 * Ships what is ready, host by host in turns, until nothing is or the round is over.
 *
 * Crash: a position moves only behind what the bus has taken. Replay: the same bytes at the same positions, which the reader's cursor drops. Overload: while the
 * bus does not take a batch nothing is read, and there is one batch in memory.
 */
export async function ship(following: Following, shipping: Shipping): Promise<Shipped> {
  const hosts = new Set<string>();
  const startedAt = shipping.clock.now();
  const turns = await turnsOfHosts(following, shipping);
  const queue = createHostQueue(turns, { now: startedAt, passed: shippableBeside(following) });
  await tellFloors(queue.behind, shipping);
  for (let turn = queue.next(); turn !== undefined; turn = queue.next()) {
    if (await shipTurn(following, shipping, turn)) hosts.add(turn.host);
    const spentMs = shipping.clock.now() - startedAt;
    const isOver = spentMs < 0 || spentMs >= following.limits.roundMs || !shipping.allowance.isLeft();
    if (turn.turns.size() > 0) queue.push(turn);
    if (isOver || shipping.signal.aborted) break;
  }
  return { hosts, isMore: queue.size() > 0 && shipping.allowance.isLeft() };
}

async function turnsOfHosts(following: Following, { firstStamp }: Shipping): Promise<readonly HostTurns[]> {
  const hosts: HostTurns[] = [];
  const waits = waitsByHost(following.roster.files.values());
  for (const [host, files] of readyByHost(following))
    hosts.push({
      host,
      turns: await createTurns(following, files, { firstStamp, waits: waits.get(host) ?? [] }),
    });
  return hosts;
}

/**
 * Up to where it is shipped while sources beside are read. Where the one that is waited for waits in its turn until its files are shipped, what is next of these is shipped in any case, though it be younger: a
 * clock that was set back has left it there. Else both would wait for ever.
 */
function shippableBeside(following: Following): number {
  const passed = passedBeside(following);
  const { options, besides, roster } = following;
  if (
    options.beside === undefined ||
    !besides.some(({ isFull, passedAt }) => isFull === true && passedAt === passed)
  )
    return passed;
  let next = Number.POSITIVE_INFINITY;
  for (const file of roster.filesIn(options.beside.folder))
    if (isReady(following, file)) next = Math.min(next, file.stamp ?? passed);
  return next === Number.POSITIVE_INFINITY ? passed : Math.max(passed, next);
}

/** While hosts are caught up with side by side a processor learns how far each has come, also of those whose turn comes much later: else it would wait for them. */
async function tellFloors(
  behind: readonly HostTurns[],
  { floors, sink, hardSignal }: Shipping,
): Promise<void> {
  if (behind.length < 2) return;
  const told: ShippedSlice[] = [];
  for (const { host, turns } of behind) {
    const floor = await turns.floor();
    if (floor === null || floor.floor === floors.get(host)) continue;
    if (floor.floor !== null) floors.set(host, floor.floor);
    told.push(floor);
  }
  if (told.length > 0) await sink.send(told, hardSignal);
}

function readyByHost(following: Following): ReadonlyMap<string, readonly Followed[]> {
  const ready = [...following.roster.files.values()].filter((file) => isReady(following, file));
  return Map.groupBy(ready, ({ host }) => host);
}

/** Some batches of one host. */
async function shipTurn(
  following: Following,
  shipping: Shipping,
  { turns, until, isShort }: HostTurn,
): Promise<boolean> {
  const bytesMax = isShort ? 1 : following.limits.turnBytesMax;
  let bytes = 0;
  let isAny = false;
  while (bytes < bytesMax && turns.size() > 0 && !shipping.signal.aborted && shipping.allowance.isLeft()) {
    if ((turns.oldest() ?? until) > until) break;
    const batch = await takeBatch(following, shipping, { turns, until });
    if (batch.length === 0) {
      // What was read for slices that were not whole is lent to nobody.
      following.memory.giveBack();
      continue;
    }
    await shipping.sink.send(
      batch.map(({ shipped }) => shipped),
      shipping.hardSignal,
    );
    for (const taken of batch) advance(following, taken);
    following.memory.giveBack();
    const sent = bytesOf(batch);
    shipping.allowance.spend(sent);
    bytes += Math.max(1, sent);
    isAny = true;
  }
  return isAny;
}

async function takeBatch(
  following: Following,
  shipping: Shipping,
  { turns, until }: Pick<HostTurn, "turns" | "until">,
): Promise<readonly Taken[]> {
  const { batchBytesMax, batchSlicesMax, sliceBytesMax } = following.limits;
  const batch: Taken[] = [];
  let bytes = 0;
  while (turns.size() > 0 && batch.length < batchSlicesMax && !shipping.signal.aborted) {
    const taken = await turns.take();
    if (taken === null) continue;
    batch.push(taken);
    bytes += taken.shipped.slice.bytes.length;
    if (bytes + sliceBytesMax > batchBytesMax || (turns.oldest() ?? until) > until) break;
  }
  return batch;
}

function bytesOf(batch: readonly Taken[]): number {
  return batch.reduce((sum, { shipped }) => sum + shipped.slice.bytes.length, 0);
}

function advance(following: Following, { file, shipped, next }: Taken): void {
  file.bytesShipped += shipped.slice.bytes.length;
  file.offset = next.offset;
  file.context = next.context;
  file.tail = next.tail;
  file.stamp = undefined;
  file.openAt = next.openAt;
  file.heldSize = -1;
  file.ended = shipped.slice.end;
  if (following.unsaved === "no") following.unsaved = "yes";
}
