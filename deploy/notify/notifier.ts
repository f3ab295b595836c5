import { judged } from "../../alerts/index.ts";
import type { Look, Memory, OneBoxRules } from "../../alerts/index.ts";
import { StoreFailed } from "../../processors/contract/index.ts";
import type { FiringAlert } from "../../processors/api/index.ts";
import type { Answer, Receiver } from "../../processors/contract/index.ts";
import type { Log } from "../runtime/log.ts";
import type { Channel } from "./channel.ts";
import { firingAlerts } from "./firing-alerts.ts";
import type { NotifiedFile } from "./notified-file.ts";
import type { Moment } from "./posting.ts";

export interface NotifierOptions {
  readonly rules: OneBoxRules;
  readonly channels: readonly Channel[];
  readonly memory: Memory;
  /** What is known now; null: nothing can be said yet, and all stays as it was. */
  readonly look: (at: number) => Promise<Look | null>;
  readonly file: NotifiedFile;
  readonly lookMs: number;
  readonly pageUrl: string;
  readonly clock: { now(): number };
  readonly wake: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
}

/** Alerts on their way out. Nobody waits for it, and it asks the store only as the page does. */
export interface Notifier {
  /** What fires now, whether anybody is told of it or not. */
  firing(): readonly FiringAlert[];
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
    seen: options.memory,
    memory: options.memory,
    looked: Promise.withResolvers(),
    signal: stop.signal,
  };
  const loops = [
    lookAgainAndAgain(work),
    ...options.channels.map((channel) => tellAgainAndAgain(work, channel)),
  ];
  return {
    firing: () => firingAlerts(work.memory.held.values(), options.pageUrl),
    health: () => ({
      firing: [...work.memory.held.values()].filter(({ isFiring }) => isFiring).length,
      counts: new Map(options.channels.map(({ receiver, counts }) => [receiver, counts])),
    }),
    close: async () => {
      stop.abort();
      await Promise.all(loops);
      await keep(work);
    },
  };
}

interface Work {
  readonly options: NotifierOptions;
  /** What the last look has found: this is kept. */
  seen: Memory;
  /** The same, once it is kept: this is told. */
  memory: Memory;
  /** Resolves with the next look. */
  looked: PromiseWithResolvers<void>;
  readonly signal: AbortSignal;
}

async function lookAgainAndAgain(work: Work): Promise<void> {
  const { clock, lookMs, wake } = work.options;
  while (!work.signal.aborted) {
    work.seen = await lookOnce(work, clock.now());
    // Nobody is told of what a next life would not know.
    await keep(work);
    work.memory = work.seen;
    const { resolve } = work.looked;
    work.looked = Promise.withResolvers();
    resolve();
    await wake(lookMs, work.signal);
  }
  work.looked.resolve();
}

/** A store that cannot be asked now is asked again with the next look; until then all stays as it was. */
async function lookOnce({ options, seen: before }: Work, at: number): Promise<Memory> {
  const { look, rules, log } = options;
  try {
    const seen = await look(at);
    if (seen === null) return before;
    const { memory, leftOut } = judged(before, seen, rules);
    if (leftOut > 0)
      log.error("alerts are left out: more hold at once than notify.alertsMax allows", { alerts: leftOut });
    return memory;
  } catch (error) {
    if (!(error instanceof StoreFailed)) throw error;
    log.warn("alerts stay as they are: the store could not be asked", { error });
    return before;
  }
}

/** The one place that tries again: for ever, for as long as there is something to tell. */
async function tellAgainAndAgain(work: Work, channel: Channel): Promise<void> {
  const { wake } = work.options;
  for (let failures = 0; !work.signal.aborted;) {
    // A look during this round is one to be told of at once.
    const looked = work.looked.promise;
    const isTold = await channel.round(work.memory, momentOf(work));
    await keep(work);
    failures = isTold ? 0 : failures + 1;
    if (isTold) await looked;
    else await wake(Math.min(backOffMs.first * 2 ** (failures - 1), backOffMs.max), work.signal);
  }
}

function momentOf({ options: { clock, lookMs, pageUrl } }: Work): Moment {
  const at = clock.now();
  return { at, endsAt: at + looksMissedMax * lookMs, pageUrl };
}

function keep({ options, seen }: Work): Promise<void> {
  const { channels, file } = options;
  return file.keep({
    memory: seen,
    ledgers: new Map(channels.map((channel) => [channel.receiver, channel.ledger()])),
  });
}
