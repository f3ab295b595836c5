import type { Store } from "../../processors/contract/index.ts";
import type { Readiness } from "../../processors/api/index.ts";
import type { Log } from "../runtime/log.ts";
import { doctorOf } from "./doctor-of.ts";
import { rebuiltNow, resumedNow } from "./made-again.ts";
import { createStillness } from "./stillness.ts";

export interface StoreWatch {
  readonly ready: () => Readiness;
  /** That no partition has moved on for longer than `silentMs`, or that some are made again, in words; null: neither. */
  readonly deaf: () => string | null;
  /** That what is not final is not all there, because a partition has another processor, in words; null: it is. */
  readonly partial: () => string | null;
  close(): void;
}

interface StoreWatchOptions {
  readonly log: Log;
  readonly clock: { now(): number };
  readonly silentMs: number;
}

/** A partition that changes hands is whole again after some seconds. */
const lookEveryMs = 1000;

/** Looks at the store now and then, so that those who ask whether this process is ready are told, and so is the log: once when it is away, once when it is back. */
export function watchStore(
  store: Pick<Store, "partitions">,
  { log, clock, silentMs }: StoreWatchOptions,
): StoreWatch {
  const still = createStillness(clock, silentMs);
  let trouble: string | null = "the store has not answered yet";
  let rebuilt: string | null = null;
  let resumed: string | null = null;
  let [isTold, isClosed] = [false, false];
  const look = async (): Promise<void> => {
    try {
      const partitions = await store.partitions();
      still.seen(partitions);
      rebuilt = rebuiltNow(partitions);
      resumed = resumedNow(partitions);
      if (isTold) log.info("the store answers again");
      [trouble, isTold] = [null, false];
    } catch (error) {
      if (isClosed) return;
      trouble = error instanceof Error ? error.message : String(error);
      if (!isTold) sayAway(log, trouble);
      isTold = true;
    }
  };
  void look();
  const timer = setInterval(() => void look(), lookEveryMs);
  timer.unref();
  return {
    ready: () => (trouble === null ? { isReady: true } : { isReady: false, reason: trouble }),
    deaf: () => still.told() ?? rebuilt,
    partial: () => resumed,
    close: () => {
      isClosed = true;
      clearInterval(timer);
    },
  };
}

function sayAway(log: Log, detail: string): void {
  log.error("the store does not answer: pages are refused until it does", {
    detail,
    remedy: doctorOf("serve"),
  });
}
