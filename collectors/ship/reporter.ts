import type { BusSink, SourceReport } from "../contract/index.ts";
import type { CollectOptions } from "../collect-options.ts";
import type { Following } from "../follow/index.ts";
import { reportsOf } from "./report.ts";

/** Sends the reports that are due: of hosts that something was shipped of, whose conditions have changed, or that were not reported for a while. */
export interface Reporter {
  send(following: Following, shipped: ReadonlySet<string>, signal: AbortSignal): Promise<void>;
}

export function createReporter(
  sink: BusSink,
  { defaultHost, isKnown = false, collector }: Pick<CollectOptions, "defaultHost" | "isKnown" | "collector">,
): Reporter {
  const told = new Map<string, Told>();
  if (isKnown) told.set(defaultHost, { at: Number.NEGATIVE_INFINITY, conditions: "of an earlier process" });
  let quietUntil = Number.NEGATIVE_INFINITY;
  return {
    send: async (following, shipped, signal) => {
      const { now, limits } = following;
      // To look at all files costs more than a round in which nothing happens.
      if (shipped.size === 0 && now < quietUntil && quietUntil - now <= limits.listEveryMs) return;
      quietUntil = now + Math.min(limits.listEveryMs, limits.reportEveryMs);
      const reports = reportsOf(following, defaultHost);
      const due = [...reports, ...overFor(following, told, reports)].filter((report) => {
        const last = told.get(report.host);
        const sinceMs = now - (last?.at ?? Number.NEGATIVE_INFINITY);
        if (shipped.has(report.host) || last?.conditions !== conditionsOf(report)) return true;
        return sinceMs < 0 || sinceMs >= limits.reportEveryMs;
      });
      if (due.length === 0) return;
      await sink.send(
        due.map((report) => (collector === undefined ? report : { ...report, collector })),
        signal,
      );
      for (const report of due) told.set(report.host, { at: now, conditions: conditionsOf(report) });
    },
  };
}

interface Told {
  readonly at: number;
  readonly conditions: string;
}

/**
 * Hosts that had something to tell and have nothing any more, such as this machine when a share of another server is there at last: who is never told of an end takes the
 * last word for what is.
 */
function overFor(
  { now }: Following,
  told: ReadonlyMap<string, Told>,
  reports: readonly SourceReport[],
): readonly SourceReport[] {
  const named = new Set(reports.map(({ host }) => host));
  return [...told]
    .filter(([host, { conditions }]) => conditions !== "" && !named.has(host))
    .map(([host]) => ({ type: "sources", host, readAt: now, sources: [] }));
}

function conditionsOf({ sources }: SourceReport): string {
  return sources.map(({ name, condition }) => `${name}\n${condition}`).join("\n");
}
