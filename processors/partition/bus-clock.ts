import type { SourceReport } from "../../collectors/contract/index.ts";
import type { Clock } from "../causes/index.ts";

/** How far the clock of the bus is from that of each host's collector. */
export interface BusClock {
  /** What the newest reports of this host tell of it; null: nothing yet. */
  report(report: SourceReport): Clock | null;
}

/** What is claimed rests on the newest few: it ends once these say otherwise. */
const samplesMin = 3;

/**
 * A report arrives behind the moment that it names: by as long as it was under way, and as the oldest look at one of its quiet logs is old, which may be minutes. So one
 * that seems to come before it was made proves that the collector's clock is ahead, by at least so much. That a clock is behind no report proves, and it is not claimed.
 *
 * Not kept: after a restart a few reports tell it again. On overload: `samplesMin` numbers a host.
 */
export function createBusClock(): BusClock {
  const hosts = new Map<string, readonly number[]>();
  return {
    report: ({ host, readAt, arrivedAt }) => {
      if (arrivedAt === undefined) return null;
      const laterMs = [...(hosts.get(host) ?? []), arrivedAt - readAt].slice(-samplesMin);
      hosts.set(host, laterMs);
      if (laterMs.length < samplesMin) return null;
      return { name: "Kafka", skewMs: Math.min(0, ...laterMs), pairs: samplesMin, of: "heartbeats" };
    },
  };
}
