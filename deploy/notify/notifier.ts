import { judged } from "../../alerts/index.ts";
import type { Look, Memory, OneBoxRules } from "../../alerts/index.ts";
import { StoreFailed } from "../../processors/contract/index.ts";
import type { Answer, Receiver } from "../../processors/contract/index.ts";
import type { Log } from "../runtime/log.ts";
import type { Channel } from "./channel.ts";
import type { Notified } from "./notified-file.ts";
import type { Moment } from "./posting.ts";

export interface NotifierOptions {
  readonly rules: OneBoxRules;
  readonly channels: readonly Channel[];
  readonly memory: Memory;
  /** What is known now; null: nothing can be said yet, and all stays as it was. */
  readonly look: (at: number) => Promise<Look | null>;
  readonly keep: (notified: Notified) => void;
  readonly lookMs: number;
  readonly pageUrl: string;
  readonly clock: { now(): number };
  readonly wake: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
}

/** Alerts on their way out. Nobody waits for it, and it asks the store only as the page does. */
export interface Notifier {
  health(): {
    readonly firing: number;
    readonly counts: ReadonlyMap<Receiver, ReadonlyMap<Answer, number>>;
  };
  /** What is under way is given up; what holds goes on holding at the receivers, until a next start or their own patience ends it. */
  close(): Promise<void>;
}

/** A receiver takes a firing alert as over when it has missed so many looks. */
const looksMissedMax = 4;
const backOffMs = { first: 1000, max: 60_000 } as const;

export function startNotifier(options: NotifierOptions, stop: AbortController): Notifier {
  const work: Work = {
    options,
    memory: options.memory,
    looked: Promise.withResolvers(),
    signal: stop.signal,
  };
  const loops = [
    lookAgainAndAgain(work),
    ...options.channels.map((channel) => tellAgainAndAgain(work, channel)),
  ];
  return {
    health: () => ({
      firing: [...work.memory.held.values()].filter(({ isFiring }) => isFiring).length,
      counts: new Map(options.channels.map(({ receiver, counts }) => [receiver, counts])),
    }),
    close: async () => {
      stop.abort();
      await Promise.all(loops);
      keep(work);
    },
  };
}

interface Work {
  readonly options: NotifierOptions;
  memory: Memory;
  /** Resolves with the next look. */
  looked: PromiseWithResolvers<void>;
  readonly signal: AbortSignal;
}

async function lookAgainAndAgain(work: Work): Promise<void> {
  const { clock, lookMs, wake } = work.options;
  while (!work.signal.aborted) {
    await lookOnce(work, clock.now());
    keep(work);
    const { resolve } = work.looked;
    work.looked = Promise.withResolvers();
    resolve();
    await wake(lookMs, work.signal);
  }
  work.looked.resolve();
}

/** A store that cannot be asked now is asked again with the next look; until then all stays as it was. */
async function lookOnce(work: Work, at: number): Promise<void> {
  const { look, rules, log } = work.options;
  try {
    const seen = await look(at);
    if (seen === null) return;
    const { memory, leftOut } = judged(work.memory, seen, rules);
    work.memory = memory;
    if (leftOut > 0)
      log.error("alerts are left out: more hold at once than notify.alertsMax allows", { alerts: leftOut });
  } catch (error) {
    if (!(error instanceof StoreFailed)) throw error;
    log.warn("alerts stay as they are: the store could not be asked", { error });
  }
}

/** The one place that tries again: for ever, for as long as there is something to tell. */
async function tellAgainAndAgain(work: Work, channel: Channel): Promise<void> {
  const { wake } = work.options;
  for (let failures = 0; !work.signal.aborted;) {
    // A look during this round is one to be told of at once.
    const looked = work.looked.promise;
    const isTold = await channel.round(work.memory, momentOf(work));
    failures = isTold ? 0 : failures + 1;
    if (isTold) await looked;
    else await wake(Math.min(backOffMs.first * 2 ** (failures - 1), backOffMs.max), work.signal);
  }
}

function momentOf({ options: { clock, lookMs, pageUrl } }: Work): Moment {
  const at = clock.now();
  return { at, endsAt: at + looksMissedMax * lookMs, pageUrl };
}

function keep({ options, memory }: Work): void {
  const ledgers = new Map(options.channels.map((channel) => [channel.receiver, channel.ledger()]));
  try {
    options.keep({ memory, ledgers });
  } catch (error) {
    options.log.warn("what was told cannot be kept: after a restart it may be told again", { error });
  }
}
