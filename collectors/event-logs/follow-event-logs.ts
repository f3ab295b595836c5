import type { CollectEvent, SourceBeside } from "../collect-options.ts";
import type { AskEventLog } from "./ask-wevtutil.ts";
import { NoAnswer, reads, troubleOf, waitsForRoom } from "./channel-trouble.ts";
import type { ChannelTrouble } from "./channel-trouble.ts";
import { copyNext } from "./copy-next.ts";
import type { Asked } from "./copy-next.ts";
import type { EventIds } from "./event-query.ts";
import { openSpool } from "./spool.ts";
import type { Spool } from "./spool.ts";
import type { SpoolLimits } from "./spool-files.ts";

/** A channel of the event log, and what of it is wanted. */
export interface EventChannel {
  /** As the Event Viewer shows it, `Application`, `…/Operational`. */
  readonly name: string;
  /** Null: all. */
  readonly wanted: EventIds | null;
  /** Need not exist: not told as missing while nothing of it was ever seen. */
  readonly optional: boolean;
}

export interface EventLogOptions {
  readonly channels: readonly EventChannel[];
  /** Where their events are written, to be followed from there; absolute. */
  readonly folder: string;
  /** How many bytes of a file there are kept for good by who follows it: what is not is never deleted. */
  readonly kept: (path: string) => number;
  readonly everyMs: number;
  readonly ask: AskEventLog;
  /** ms; only differences count. */
  readonly clock: { now(): number };
  readonly wake: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  readonly onEvent: (event: CollectEvent) => void;
  /** Before the first look at a channel, and after each. Its name is the one that `onEvent` has for it. */
  readonly onLook: (source: SourceBeside) => void;
  readonly limits?: SpoolLimits;
}

/**
 * Copies the wanted events of channels into files as they come, until it is aborted. Windows writes into the last chunk of a live event log again and again, and over the first
 * ones once it is full: so such a file cannot be followed, and its service is asked instead.
 *
 * Crash: it goes on behind the last event that stands whole in the files. Replay: an event that was torn there is written again, in the next file. Overload: some hundred
 * events at a time; the files of a channel have a limit, and when they are full and not shipped nothing is asked: the events stay in Windows' log. What Windows has overwritten
 * meanwhile is written there as an event that says so (`loss-event.ts`). An answer that takes long is asked for less often.
 */
export async function followEventLogs(options: EventLogOptions): Promise<void> {
  await Promise.all(options.channels.map((channel) => followChannel(options, channel)));
}

interface Following {
  readonly path: string;
  spool: Spool | null;
  /** Something of it was copied, now or once. */
  wasSeen: boolean;
  trouble: ChannelTrouble | null;
  isWaiting: boolean;
  keptAt: number;
  /** Stamp of the newest event that it was looked through to, ms UTC: a clock may have been set back since. */
  seenAt: number;
  /** How long an answer is waited for now. */
  answerMsMax: number;
  /** How long each answer of the last look took, the newest event's first. */
  tookMs: number[];
}

async function followChannel(options: EventLogOptions, channel: EventChannel): Promise<void> {
  const { clock, wake, signal, everyMs } = options;
  const following: Following = {
    path: `event log ${channel.name}`,
    spool: null,
    wasSeen: false,
    trouble: null,
    isWaiting: false,
    keptAt: clock.now(),
    seenAt: Number.NEGATIVE_INFINITY,
    answerMsMax: answerMsMin,
    tookMs: [],
  };
  options.onLook(sourceOf(following, true));
  while (!signal.aborted) {
    following.tookMs = [];
    const isMore = await lookInto(options, channel, following);
    options.onLook(sourceOf(following, isMore));
    if (!isMore) await wake(Math.max(everyMs, restMs(following)), signal);
  }
  await keepSeen(following).catch(() => {});
}

/** Nobody waits for one that is in trouble: none of its events will come before that is over. */
function sourceOf({ path: name, trouble, isWaiting, seenAt }: Following, isMore: boolean): SourceBeside {
  if (trouble !== null) return { name, ...trouble, passedAt: Number.POSITIVE_INFINITY };
  if (isWaiting) return { name, ...waitsForRoom, passedAt: seenAt, isFull: true };
  if (isMore) return { name, ...reads, passedAt: seenAt };
  return { name, condition: "current", detail: "", passedAt: Number.POSITIVE_INFINITY };
}

/**
 * To answer, the service may have to look through the whole log (`deploy/docs/adr/0027-what-is-asked-of-event-logs.md`): so it does that for a twentieth of the time. What the newest event takes,
 * for which it need not, is what starting a process takes.
 */
function restMs({ tookMs }: Following): number {
  return Math.min((Math.max(0, ...tookMs) - (tookMs[0] ?? 0)) * restTimes, restMsMax);
}

const restTimes = 20;
/** An event is expected within a minute of its time (`live.allowanceMs`). */
const restMsMax = 30_000;

/** An answer may take a pass of the service over all of a large log: one that did not come is given twice the time when it is asked for again. */
const answerMsMin = 60_000;
const answerMsMax = 16 * answerMsMin;

/** What sufficed is not taken away while it is needed: what is read bit by bit is asked the same again, and would be in trouble after each answer, in which nobody waits for it. */
function nextAnswerMs({ answerMsMax: given, tookMs }: Following): number {
  return Math.max(answerMsMin, Math.min(given, 2 * Math.max(0, ...tookMs)));
}

/** True: there is more at once. */
async function lookInto(
  options: EventLogOptions,
  channel: EventChannel,
  following: Following,
): Promise<boolean> {
  const { path } = following;
  try {
    const isMore = await lookThrough(options, channel, following);
    if (following.trouble !== null) options.onEvent({ type: "recovered", path });
    following.trouble = null;
    following.answerMsMax = nextAnswerMs(following);
    return isMore;
  } catch (error) {
    if (options.signal.aborted) return false;
    const trouble = troubleOf(error);
    const isLate = error instanceof NoAnswer && error.isLate;
    following.answerMsMax = Math.min(following.answerMsMax * (isLate ? 2 : 1), answerMsMax);
    const isExpected = trouble.condition === "missing" && channel.optional && !following.wasSeen;
    if (!isExpected) noteTrouble(options, following, trouble);
    return false;
  }
}

function noteTrouble({ onEvent }: EventLogOptions, following: Following, trouble: ChannelTrouble): void {
  const { path } = following;
  if (following.trouble?.condition !== trouble.condition) onEvent({ type: "trouble", path, ...trouble });
  following.trouble = trouble;
}

async function lookThrough(
  options: EventLogOptions,
  channel: EventChannel,
  following: Following,
): Promise<boolean> {
  const { folder, kept, limits, clock, onEvent } = options;
  following.spool ??= await openSpool({ folder, channel: channel.name, kept, ...(limits && { limits }) });
  const { spool } = following;
  noteSeen(following, spool);
  const hasRoom = await spool.makeRoom();
  if (hasRoom === following.isWaiting)
    onEvent({ type: hasRoom ? "event-log-goes-on" : "event-log-waits", channel: channel.name });
  following.isWaiting = !hasRoom;
  if (!hasRoom) return false;
  const isMore = await copyNext(askedOf(options, channel, following), spool).catch((error: unknown) => {
    // Some of the events may stand there, and the last one in part, as on a full disk: what does is told by the files.
    following.spool = null;
    throw error;
  });
  noteSeen(following, spool);
  const sinceMs = clock.now() - following.keptAt;
  if (sinceMs < 0 || sinceMs >= keepEveryMs) {
    await keepSeen(following);
    following.keptAt = clock.now();
  }
  return isMore;
}

/** How long each answer takes is noted, also of one that took too long to be waited for. */
function askedOf(
  { clock, ask, signal, onEvent }: EventLogOptions,
  { name, wanted }: EventChannel,
  following: Following,
): Asked {
  return {
    channel: name,
    wanted,
    ask: async (question) => {
      const askedAt = clock.now();
      try {
        return await ask(question, { answerMsMax: following.answerMsMax, signal });
      } finally {
        following.tookMs.push(clock.now() - askedAt);
      }
    },
    onEvent,
  };
}

function noteSeen(following: Following, spool: Spool): void {
  const seen = spool.seen();
  if (seen === null) return;
  following.wasSeen = true;
  const at = Date.parse(seen.at);
  if (at > following.seenAt) following.seenAt = at;
}

/** What was looked through since, and not wanted, is looked through again after a crash. */
const keepEveryMs = 60_000;

async function keepSeen({ spool }: Following): Promise<void> {
  await spool?.keepSeen();
}
