import type { Exposition, Readiness } from "../../processors/api/index.ts";
import { fleetMetrics } from "../../processors/contract/index.ts";
import type { ResetReason } from "../../processors/contract/index.ts";
import {
  busStanding,
  createExposer,
  createFleetCounts,
  partitionStanding,
  storeStanding,
} from "../../processors/live.ts";
import type { FleetCounts, Keeper, KeeperEvent } from "../../processors/live.ts";
import { liveView } from "../up/live-view.ts";
import { whyDeaf } from "../up/why-deaf.ts";

/** What the source of a bus tells, as far as it is counted here. */
export type BusEvent =
  | { readonly type: "offset-reset"; readonly why: ResetReason }
  | { readonly type: "bus-away" | "bus-still-away"; readonly detail: string }
  | { readonly type: "bus-back" | "assigned" | "message-rejected" };

/** What a processor owns just now, and what it shows of it. */
export interface OwnedPartitions {
  open(partition: string, keeper: Keeper): void;
  close(partition: string): void;
  hear(event: KeeperEvent): void;
  hearBus(event: BusEvent): void;
  readonly expose: (openMetrics: boolean) => Promise<Exposition>;
  readonly ready: () => Readiness;
}

/** The store has answered, and so it is there again: it takes what is ours, or has given the partition to another, or tells that a state is damaged or gone. */
const answers: ReadonlySet<KeeperEvent["type"]> = new Set([
  "commit-works-again",
  "fenced",
  "state-damaged",
  "state-forgotten",
]);

export function createOwnedPartitions(): OwnedPartitions {
  const keepers = new Map<string, Keeper>();
  const exposer = createExposer();
  const counts = createFleetCounts();
  let trouble: string | null = null;
  let bus: BusStanding = { isAway: null, why: "the bus has not answered yet" };
  return {
    open: (partition, keeper) => void keepers.set(partition, keeper),
    close: (partition) => void keepers.delete(partition),
    hear: (event) => {
      count(counts, event);
      if (event.type === "commit-failed") trouble = event.message;
      else if (answers.has(event.type)) trouble = null;
    },
    hearBus: (event) => {
      const before = bus.isAway;
      bus = busAfter(event, bus);
      if (bus.isAway === true && before !== true) counts.add(fleetMetrics.busFailures);
      if (event.type === "offset-reset") counts.add(fleetMetrics.resets, event.why);
    },
    expose: async (openMetrics) => {
      const parts = [...keepers].flatMap(([partition, keeper]) => shownOf(partition, keeper));
      const { contentType, text } = await exposer.expose(openMetrics ? "openmetrics" : "text", [
        { partition: null, samplesOf: counts.samplesOf },
        { partition: null, samplesOf: busStanding(bus.isAway) },
        { partition: null, samplesOf: storeStanding(trouble !== null) },
        ...parts,
      ]);
      return { contentType, body: text };
    },
    // A processor without a partition is as ready as it can be: it waits for another to leave.
    ready: () => {
      const reason = whyDeaf(trouble) ?? bus.why;
      return reason === null ? { isReady: true } : { isReady: false, reason };
    },
  };
}

interface BusStanding {
  /** Null: it has not said a word yet. */
  readonly isAway: boolean | null;
  /** Why nothing comes from it; null: it answers. */
  readonly why: string | null;
}

/** A seat in the group is the first word of a bus that answers; that one is back which was away, it says itself. */
function busAfter(event: BusEvent, before: BusStanding): BusStanding {
  switch (event.type) {
    case "bus-away":
    case "bus-still-away":
      return { isAway: true, why: `the bus gives nothing, and it is tried again: ${event.detail}` };
    case "bus-back":
      return answering;
    case "assigned":
      return before.isAway === true ? before : answering;
    default:
      return before;
  }
}

const answering: BusStanding = { isAway: false, why: null };

/** Totals that are being made again would fall and rise: they are absent until they are what they were. */
function shownOf(
  partition: string,
  keeper: Keeper,
): Parameters<ReturnType<typeof createExposer>["expose"]>[1] {
  const standing = keeper.standing();
  const own = { partition, samplesOf: partitionStanding(standing) };
  if (standing.isRebuilding) return [own];
  return [own, { partition, samplesOf: keeper.partition.metrics.look(liveView(keeper, { busBytes: null })) }];
}

function count(counts: FleetCounts, event: KeeperEvent): void {
  switch (event.type) {
    case "commit-failed":
      return counts.add(fleetMetrics.commitFailures);
    case "state-damaged":
      return counts.add(fleetMetrics.damagedStates);
    case "fenced":
      return counts.add(fleetMetrics.fenced);
    case "message-rejected":
      return counts.add(fleetMetrics.rejectedMessages, event.message.reason);
    default:
      return undefined;
  }
}
