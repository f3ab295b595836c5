import type { Batch } from "../../collectors/contract/index.ts";
import type { Commit, Owned } from "../contract/index.ts";
import type { Keeper, KeeperHealth } from "./keeping.ts";
import type { KeeperOptions } from "./options.ts";
import { behindRest, keepRestMs, showRest, tookMs } from "./rests.ts";
import { patienceOf } from "./patience-of.ts";
import { inSpan } from "./own-spans.ts";
import { packCommit } from "../partition/index.ts";
import type { Partition } from "../partition/index.ts";
import { restorePartition, stateBytesOf, withStanding } from "./restore-partition.ts";
import { untilDone } from "./until-done.ts";

/** `isLossy`: more was shown of it than is kept. */
export function openKeeper(owned: Owned, options: KeeperOptions, isLossy: boolean = false): Keeper {
  const work = beginWork(owned, options, isLossy);
  return {
    partition: work.partition,
    resumeFrom: work.position,
    take: (batch) => take(work, batch),
    dueMs: () => dueMs(work),
    keepDue: async () => {
      const at = moment(work);
      if (work.undone.length > 0 && at >= keepAt(work)) await keep(work);
      else if (!work.isShown && at >= showAt(work)) await show(work);
      await resume(work);
    },
    keepAll: async () => {
      if (work.undone.length > 0) await keep(work);
    },
    hasShown: () => work.hasShown,
    standing: () => ({ waiting: work.waiting, isRebuilding: work.isRebuilding }),
    health: () => work.health,
  };
}

interface Work {
  readonly owned: Owned;
  readonly options: KeeperOptions;
  readonly partition: Partition;
  /** Pieces of state that nobody could read: they go with the next checkpoint. */
  leftover: readonly string[];
  waiting: number | null;
  isRebuilding: boolean;
  /** Says of each batch that was taken that it is done. Its bytes are not needed any more. */
  undone: Batch["done"][];
  undoneBytes: number;
  position: string | null;
  readonly openedAt: number;
  shownAt: number;
  keptAt: number;
  /** How long the last one took. */
  showMs: number;
  keepMs: number;
  /** Nothing came in since it was shown. */
  isShown: boolean;
  /** The last time not all was shown that has changed. */
  isLeft: boolean;
  /** Tells the store that what was provisional before is shown again; null: nothing was, or it was told. */
  resumed: (() => Promise<void>) | null;
  /** When the logs of the start were first found read, ms UTC. */
  caughtUpAt: number | null;
  /** What they decided is kept. What is decided since was shown before. */
  isStartKept: boolean;
  hasShown: boolean;
  health: KeeperHealth;
}

function beginWork(owned: Owned, options: KeeperOptions, isLossy: boolean): Work {
  const now = options.clock.now();
  const restored = restorePartition(owned.saved, options);
  return {
    owned,
    options,
    ...restored,
    isRebuilding: restored.isRebuilding || isLossy,
    waiting: null,
    undone: [],
    undoneBytes: 0,
    openedAt: now,
    shownAt: now,
    keptAt: now,
    showMs: 0,
    keepMs: 0,
    isShown: false,
    isLeft: false,
    resumed: owned.resumed ?? null,
    caughtUpAt: null,
    isStartKept: false,
    hasShown: false,
    health: { checkpointAt: null, stateBytes: 0, refusal: null },
  };
}

function take(work: Work, batch: Batch): void {
  inSpan("scepscope take", () => work.partition.take(batch.shipments), batch.origins);
  work.undone.push(batch.done);
  work.position = batch.position;
  work.isShown = false;
  work.waiting = batch.waiting;
  for (const message of batch.rejected ?? []) work.options.onEvent({ type: "message-rejected", message });
  for (const shipment of batch.shipments)
    if (shipment.type === "slice") work.undoneBytes += shipment.slice.bytes.length;
}

/** A clock that was set back would let nothing be due until it has caught up. */
function moment(work: Work): number {
  const at = work.options.clock.now();
  work.shownAt = Math.min(work.shownAt, at);
  work.keptAt = Math.min(work.keptAt, at);
  if (work.caughtUpAt !== null) work.caughtUpAt = Math.min(work.caughtUpAt, at);
  return at;
}

function dueMs(work: Work): number | null {
  const at = moment(work);
  const due = [
    ...(work.isShown ? [] : [showAt(work)]),
    ...(work.undone.length === 0 ? [] : [keepAt(work)]),
    ...(maySayResumed(work) ? [work.openedAt + shownPatienceMs] : []),
  ];
  return due.length === 0 ? null : Math.max(0, Math.min(...due) - at);
}

/** With a backlog nobody looks, and what is shown changes all the time. What was left over from the last time need not wait for more to come. */
function showAt({ shownAt, showMs, isLeft, partition, options }: Work): number {
  const { showEveryMs } = options.limits;
  if (partition.isBehind()) return shownAt + Math.max(showEveryMs, showMs) * behindRest;
  return shownAt + Math.max(isLeft ? 0 : showEveryMs, showMs * showRest);
}

/** A report brings no bytes, and what it lets pass may make a thousand requests final. Who has caught up may show its totals, and at once what came of the logs of the start. */
function keepAt(work: Work): number {
  const { keptAt, keepMs, undoneBytes, isRebuilding, partition, options } = work;
  const { keepEveryMs, idleKeepMs, heldBytesMax } = options.limits;
  const isStartLeft = work.caughtUpAt !== null && !work.isStartKept && partition.hasDecided();
  if (undoneBytes >= heldBytesMax || isStartLeft) return keptAt;
  const isIdle = undoneBytes === 0 && !partition.hasDecided() && !isRebuilding;
  return keptAt + Math.max(isIdle ? idleKeepMs : keepEveryMs, keepRestMs(keepMs));
}

async function show(work: Work): Promise<void> {
  const began = work.options.clock.now();
  const { commit, isMore } = inSpan("scepscope show", () => work.partition.show(began));
  const madeMs = work.options.clock.now() - began;
  const isEmpty = commit.requests.length + commit.gone.length + commit.hosts.length === 0;
  const commitMs = isEmpty ? 0 : await commitUntilKept(work, commit);
  work.isShown = !isMore;
  work.isLeft = isMore;
  noteShown(work);
  work.shownAt = work.options.clock.now();
  work.showMs = madeMs + commitMs;
}

const shownPatienceMs = 60_000;

/** What is final is shown with the next checkpoint. */
function noteShown(work: Work): void {
  const { partition } = work;
  if (work.hasShown || !partition.hasReport() || partition.isBehind()) return;
  const at = moment(work);
  work.caughtUpAt ??= at;
  const isAll = work.isShown && (!partition.hasDecided() || work.isStartKept);
  work.hasShown = isAll || at - work.caughtUpAt >= shownPatienceMs;
  if (work.hasShown) work.options.onEvent({ type: "caught-up", tookMs: Math.max(0, at - work.openedAt) });
}

function maySayResumed({ resumed, isShown, isRebuilding }: Work): boolean {
  return resumed !== null && isShown && !isRebuilding;
}

/** What the owner before had shown is in the state, or waits on the bus. Where that never comes to an end, or tells nothing, it counts as shown after a minute. */
async function resume(work: Work): Promise<void> {
  const { resumed, waiting, openedAt } = work;
  if (resumed === null || !maySayResumed(work)) return;
  if (waiting !== 0 && moment(work) < openedAt + shownPatienceMs) return;
  await untilTaken(work, resumed);
  work.resumed = null;
}

async function keep(work: Work): Promise<void> {
  const { partition, position } = work;
  if (position === null) return;
  const began = work.options.clock.now();
  const { pseudonyms } = work.options.partition;
  const commit = await inSpan("scepscope decide", () =>
    packCommit(partition.checkpoint(position, began), pseudonyms ?? null),
  );
  const isRebuilding = work.isRebuilding && work.waiting !== 0;
  const standing = { leftover: work.leftover, isRebuilding, wasRebuilding: work.isRebuilding };
  const madeMs = work.options.clock.now() - began;
  const commitMs = await inSpan("scepscope commit", () =>
    commitUntilKept(work, withStanding(commit, standing)),
  );
  work.leftover = [];
  work.isStartKept = work.caughtUpAt !== null;
  work.options.onKept?.(commit.requests);
  const done = work.undone.splice(0);
  work.undoneBytes = 0;
  work.keptAt = work.options.clock.now();
  work.keepMs = madeMs + commitMs;
  work.health = { checkpointAt: work.keptAt, stateBytes: stateBytesOf(commit), refusal: null };
  work.partition.metrics.committed(commitMs);
  // Totals show what is kept: only now they are what they were.
  work.isRebuilding = isRebuilding;
  noteShown(work);
  for (const tell of done) await tell();
}

/** What was not kept was not done either: it comes again at the next start. Resolves with how long the store took in the end, ms. */
function commitUntilKept(work: Work, commit: Commit): Promise<number> {
  return untilTaken(work, () => work.owned.commit(commit));
}

async function untilTaken(work: Work, act: () => Promise<void>): Promise<number> {
  const { clock } = work.options;
  const patience = patienceOf(work.options);
  const failed = (message: string, retryMs: number): void => {
    work.health = { ...work.health, refusal: message };
    patience.failed(message, retryMs);
  };
  const attempt = (): Promise<number> => tookMs(act, clock);
  const commitMs = await untilDone(attempt, { ...patience, failed });
  work.health = { ...work.health, refusal: null };
  return commitMs;
}
