import type { Store } from "../../processors/contract/index.ts";
import type { Readiness } from "../../processors/api/index.ts";
import type { Log } from "../runtime/log.ts";

export interface StoreWatch {
  readonly ready: () => Readiness;
  close(): void;
}

const lookEveryMs = 5000;

/** Looks at the store now and then, so that those who ask whether this process is ready are told, and so is the log: once when it is away, once when it is back. */
export function watchStore(store: Pick<Store, "partitions">, log: Log): StoreWatch {
  let trouble: string | null = "the store has not answered yet";
  let isTold = false;
  const look = async (): Promise<void> => {
    try {
      await store.partitions();
      if (isTold) log.info("the store answers again");
      [trouble, isTold] = [null, false];
    } catch (error) {
      trouble = error instanceof Error ? error.message : String(error);
      if (!isTold)
        log.error("the store does not answer: pages are refused until it does", { detail: trouble });
      isTold = true;
    }
  };
  void look();
  const timer = setInterval(() => void look(), lookEveryMs);
  timer.unref();
  return {
    ready: () => (trouble === null ? { isReady: true } : { isReady: false, reason: trouble }),
    close: () => clearInterval(timer),
  };
}
