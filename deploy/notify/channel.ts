import { dueOf, keyOf } from "../../alerts/index.ts";
import type { Due, Entry, Ledger, Memory } from "../../alerts/index.ts";
import type { Answer, Receiver } from "../../processors/contract/index.ts";
import type { Log } from "../runtime/log.ts";
import type { Ending } from "./post.ts";
import type { Moment, Posting } from "./posting.ts";

export interface ChannelOptions {
  readonly receiver: Receiver;
  /** What stands in the log of its address: never a path, which may be a secret. */
  readonly place: string;
  readonly repeatMs: number;
  readonly postingsOf: (due: Due, moment: Moment) => readonly Posting[];
  readonly send: (body: unknown) => Promise<Ending>;
  readonly log: Log;
}

/**
 * One receiver, and what it was told.
 *
 * On crash: what holds is kept before anybody is told, and what was told when it was; so what was told and not kept is told again, or ended. On replay: a receiver knows an alert by its labels. On overload,
 * or while it is away: nothing piles up, since what is due follows from what holds and what was told (`dueOf`).
 */
export interface Channel {
  readonly receiver: Receiver;
  readonly counts: ReadonlyMap<Answer, number>;
  ledger(): Ledger;
  /** Tells all that is due, until it is not taken. Returns whether all was. */
  round(memory: Memory, moment: Moment): Promise<boolean>;
}

export function createChannel(options: ChannelOptions, ledger: Ledger): Channel {
  const work: Work = { options, ledger: new Map(ledger), counts: new Map(), isFailing: false };
  return {
    receiver: options.receiver,
    counts: work.counts,
    ledger: () => work.ledger,
    round: (memory, moment) => round(work, memory, moment),
  };
}

interface Work {
  readonly options: ChannelOptions;
  readonly ledger: Map<string, Entry>;
  readonly counts: Map<Answer, number>;
  isFailing: boolean;
}

async function round(work: Work, memory: Memory, moment: Moment): Promise<boolean> {
  const { repeatMs, postingsOf, send } = work.options;
  const due = dueOf(memory, work.ledger, { at: moment.at, repeatMs });
  for (const posting of postingsOf(due, moment)) {
    const ending = await send(posting.body);
    note(work, posting, { ending, at: moment.at });
    say(work, ending, posting.alerts.length);
    if (ending.type !== "taken" && ending.type !== "refused") return false;
  }
  return true;
}

function note(
  { ledger, counts }: Work,
  { alerts }: Posting,
  { ending, at }: { readonly ending: Ending; readonly at: number },
): void {
  const answer = ending.type === "unsure" ? "not-taken" : ending.type;
  counts.set(answer, (counts.get(answer) ?? 0) + alerts.length);
  if (ending.type === "not-taken") return;
  for (const { alert, isOver } of alerts) {
    const key = keyOf(alert.labels);
    if (!isOver) ledger.set(key, { alert, toldAt: ending.type === "unsure" ? null : at });
    else if (ending.type !== "unsure") ledger.delete(key);
  }
}

function say(work: Work, ending: Ending, alerts: number): void {
  const { log, receiver, place } = work.options;
  const about = { receiver, place, alerts };
  if (ending.type === "refused")
    log.error("alerts are refused as wrong; they are sent again when they are repeated", {
      ...about,
      reason: ending.reason,
    });
  else if (ending.type === "taken") {
    if (work.isFailing) log.info("alerts are taken again", { receiver, place });
    work.isFailing = false;
  } else {
    if (!work.isFailing)
      log.warn("alerts are not taken; it is tried until they are", { ...about, reason: ending.reason });
    work.isFailing = true;
  }
}
