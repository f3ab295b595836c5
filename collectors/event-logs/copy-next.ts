import type { CollectEvent } from "../collect-options.ts";
import type { Question } from "./ask-wevtutil.ts";
import { eventQuery, isWanted } from "./event-query.ts";
import type { EventIds } from "./event-query.ts";
import type { PrintedEvent } from "./events-in.ts";
import { lossEvent } from "./loss-event.ts";
import type { Loss } from "./loss-event.ts";
import { isMarked } from "./mark-file.ts";
import type { Mark } from "./mark-file.ts";
import type { Spool } from "./spool.ts";

/** A channel while it is asked. */
export interface Asked {
  readonly channel: string;
  readonly wanted: EventIds | null;
  readonly ask: (question: Question) => Promise<readonly PrintedEvent[]>;
  readonly onEvent: (event: CollectEvent) => void;
}

const eventsMax = 500;

/**
 * Copies what has come since the last time, some hundred events at most; true: there is more. The newest event is asked for first, without a condition: that costs the service
 * nothing, and while it is the known one nothing else is asked.
 */
export async function copyNext(asked: Asked, spool: Spool): Promise<boolean> {
  const newest = await endOf(asked, "newest");
  const seen = spool.seen();
  // One that was cleared is empty, too: what comes next tells what has become of its numbers.
  if (newest === undefined || (seen !== null && isMarked(seen, newest))) return false;
  if (seen !== null) return await copyBehind(asked, spool, { seen, newest });
  const answer = await stretchOf(asked, 0, newest);
  return await take(asked, spool, { answer, after: 0, newest, told: [] });
}

async function copyBehind(
  asked: Asked,
  spool: Spool,
  { seen, newest }: { readonly seen: Mark; readonly newest: PrintedEvent },
): Promise<boolean> {
  if (newest.recordId <= seen.recordId) return await beginAnew(asked, spool, seen);
  const answer = await stretchOf(asked, seen.recordId, newest);
  const known = answer.find(({ recordId }) => recordId === seen.recordId);
  if (known !== undefined && !isMarked(seen, known)) return await beginAnew(asked, spool, seen);
  const told = known === undefined ? await lossBehind(asked, seen, answer) : [];
  return await take(asked, spool, { answer, after: seen.recordId, newest, told });
}

interface Taking {
  readonly answer: readonly PrintedEvent[];
  readonly after: number;
  readonly newest: PrintedEvent;
  /** Losses before it. */
  readonly told: readonly PrintedEvent[];
}

async function take(
  { wanted }: Asked,
  spool: Spool,
  { answer, after, newest, told }: Taking,
): Promise<boolean> {
  const copied = answer.filter(({ recordId, eventId }) => recordId > after && isWanted(eventId, wanted));
  const { recordId, at } = answer.at(-1) ?? newest;
  await spool.append([...told, ...copied], { recordId, at });
  return recordId < newest.recordId;
}

/** In order, from the record that was seen last. Rejects where the answer cannot be all that was asked for. */
async function stretchOf(
  { channel, wanted, ask }: Asked,
  from: number,
  newest: PrintedEvent,
): Promise<readonly PrintedEvent[]> {
  const query = eventQuery({ from, to: newest.recordId }, wanted);
  const answer = await ask({ channel, query, isNewestFirst: false, countMax: eventsMax });
  const isCut = answer.length >= eventsMax;
  if (!isCut && !answer.some(({ recordId }) => recordId === newest.recordId))
    throw new Error(
      `its answer to ${query} lacks record ${newest.recordId}, which it has just shown: the question is not understood, or the log changes under it`,
    );
  return answer.toSorted((a, b) => a.recordId - b.recordId);
}

/** The record that was seen last is not there any more: what lay between it and the oldest that is left is lost, and told. None: nothing lay there. */
async function lossBehind(
  asked: Asked,
  { recordId }: Mark,
  answer: readonly PrintedEvent[],
): Promise<readonly PrintedEvent[]> {
  const oldest = await endOf(asked, "oldest");
  // The log goes on while it is asked: what was answered was not lost.
  const [next] = [oldest, answer[0]]
    .filter((event) => event !== undefined)
    .toSorted((a, b) => a.recordId - b.recordId);
  if (next === undefined || next.recordId <= recordId + 1) return [];
  const loss: Loss = { type: "overwritten", records: { from: recordId + 1, to: next.recordId - 1 } };
  tell(asked, loss);
  return [lossEvent(asked.channel, loss, next)];
}

async function beginAnew(asked: Asked, spool: Spool, { recordId }: Mark): Promise<boolean> {
  const oldest = await endOf(asked, "oldest");
  if (oldest === undefined) return false;
  const loss: Loss = { type: "cleared", last: recordId };
  tell(asked, loss);
  // Whether there ever were records before the oldest one, under the new numbers, nobody knows: they are no gap.
  await spool.beginAnew([lossEvent(asked.channel, loss, oldest)], { recordId: oldest.recordId - 1, at: "" });
  return true;
}

/** Undefined: the channel is empty. */
async function endOf({ channel, ask }: Asked, which: "oldest" | "newest"): Promise<PrintedEvent | undefined> {
  const [event] = await ask({ channel, query: null, isNewestFirst: which === "newest", countMax: 1 });
  return event;
}

function tell({ channel, onEvent }: Asked, loss: Loss): void {
  if (loss.type === "cleared") onEvent({ type: "event-log-cleared", channel });
  else {
    const { from, to } = loss.records;
    onEvent({ type: "event-log-gap", channel, events: to - from + 1, from, to });
  }
}
