import type { BusSink, SourceReport } from "../contract/index.ts";
import type { Saver } from "../checkpoint/saver.ts";
import type { CollectOptions } from "../collect-options.ts";
import type { Following } from "../follow/index.ts";
import { reportsOf } from "./report.ts";

/** Sends the reports that are due: of hosts that something was shipped of, whose conditions have changed, or that were not reported for a while. */
export interface Reporter {
  send(following: Following, shipped: ReadonlySet<string>, signal: AbortSignal): Promise<void>;
}

export function createReporter(
  sink: BusSink,
  { defaultHost, collector, clock }: Pick<CollectOptions, "defaultHost" | "collector" | "clock">,
  saver: Pick<Saver, "saveFirst">,
): Reporter {
  const told = new Map<string, Told>();
  /** Hosts that something was shipped of since they were reported. */
  const waiting = new Set<string>();
  const rest = createRest();
  const isDue = (report: SourceReport, { now, limits }: Following): boolean => {
    const last = told.get(report.host);
    const sinceMs = now - (last?.at ?? Number.NEGATIVE_INFINITY);
    if (waiting.has(report.host) || last?.conditions !== conditionsOf(report)) return true;
    return sinceMs < 0 || sinceMs >= limits.reportEveryMs;
  };
  return {
    send: async (following, shipped, signal) => {
      const { now } = following;
      for (const host of shipped) waiting.add(host);
      if (rest.isEarly(following, waiting.size === 0)) return;
      const begun = clock.now();
      const reports = reportsOf(following, defaultHost);
      rest.looked(following, clock.now() - begun, reports.some(hasBacklog));
      const due = [...reports, ...overFor(following, reports)].filter((report) => isDue(report, following));
      waiting.clear();
      if (due.length === 0) return;
      noteReported(following, due);
      await saver.saveFirst();
      await sink.send(
        due.map((report) => (collector === undefined ? report : { ...report, collector })),
        signal,
      );
      for (const report of due) told.set(report.host, { at: now, conditions: conditionsOf(report) });
      forgetOver(following, due);
    },
  };
}

interface Rest {
  readonly isEarly: (following: Following, isQuiet: boolean) => boolean;
  /** A look at all files took so long. */
  readonly looked: (following: Following, tookMs: number, isBacklog: boolean) => void;
}

/** With a hundred thousand status files a look at all takes tens of ms: a rest follows that is so many times as long. */
const restTimes = 20;

/** To look at all files costs more than a round in which nothing happens. Who was told of a backlog waits for its end, and may find nothing to ship in it. */
function createRest(): Rest {
  let [quietUntil, restUntil, isBacklogTold] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, false];
  return {
    isEarly: ({ now, limits }, isQuiet) => {
      const isBefore = (moment: number): boolean => now < moment && moment - now <= limits.reportEveryMs;
      return !isBacklogTold && (isBefore(restUntil) || (isQuiet && isBefore(quietUntil)));
    },
    looked: ({ now, limits }, tookMs, isBacklog) => {
      const restMs = tookMs * restTimes;
      restUntil = now + Math.min(restMs, limits.listEveryMs);
      // Half of it, lest the look at which a report is due comes just before that.
      quietUntil = now + Math.min(Math.max(2 * restMs, limits.listEveryMs), limits.reportEveryMs / 2);
      isBacklogTold = isBacklog;
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
function overFor({ now, reported }: Following, reports: readonly SourceReport[]): readonly SourceReport[] {
  const named = new Set(reports.map(({ host }) => host));
  return [...reported]
    .filter((host) => !named.has(host))
    .map((host) => ({ type: "sources", host, readAt: now, sources: [] }));
}

/** Before they are sent: whoever is told of sources is told of their end, whatever crashes between. */
function noteReported(following: Following, reports: readonly SourceReport[]): void {
  const { reported } = following;
  for (const { host, sources } of reports) {
    if (sources.length === 0 || reported.has(host)) continue;
    reported.add(host);
    following.unsaved = "first";
  }
}

/** When it was taken. */
function forgetOver(following: Following, reports: readonly SourceReport[]): void {
  for (const { host, sources } of reports) {
    const isOver = sources.length === 0 && following.reported.delete(host);
    if (isOver && following.unsaved === "no") following.unsaved = "yes";
  }
}

function hasBacklog({ sources }: SourceReport): boolean {
  return sources.some(({ condition }) => condition === "behind");
}

function conditionsOf({ sources }: SourceReport): string {
  return sources.map(({ name, condition }) => `${name}\n${condition}`).join("\n");
}
