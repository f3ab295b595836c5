import type { Exposition, Readiness } from "../../processors/api/index.ts";
import { createExposer } from "../../processors/live.ts";
import type { Keeper, KeeperEvent } from "../../processors/live.ts";
import { liveView } from "../up/live-view.ts";

/** What a processor owns just now, and what it shows of it. */
export interface OwnedPartitions {
  open(partition: string, keeper: Keeper): void;
  close(partition: string): void;
  hear(event: KeeperEvent): void;
  readonly expose: (openMetrics: boolean) => Promise<Exposition>;
  readonly ready: () => Readiness;
}

export function createOwnedPartitions(): OwnedPartitions {
  const keepers = new Map<string, Keeper>();
  const exposer = createExposer();
  let trouble: string | null = null;
  return {
    open: (partition, keeper) => void keepers.set(partition, keeper),
    close: (partition) => void keepers.delete(partition),
    hear: (event) => {
      if (event.type === "commit-failed") trouble = event.message;
      else if (event.type === "commit-works-again") trouble = null;
    },
    expose: async (openMetrics) => {
      // What waits is on the bus, and the bus tells it.
      const parts = [...keepers].map(([partition, keeper]) => ({
        partition,
        samplesOf: keeper.partition.metrics.look(liveView(keeper, 0)),
      }));
      const { contentType, text } = await exposer.expose(openMetrics ? "openmetrics" : "text", parts);
      return { contentType, body: text };
    },
    // A processor without a partition is as ready as it can be: it waits for another to leave.
    ready: () =>
      trouble === null
        ? { isReady: true }
        : { isReady: false, reason: `the store takes nothing, and it is tried again: ${trouble}` },
  };
}
