import type { Format } from "../../collectors/contract/index.ts";
import type { Claim, Observation, RejectReason, Request } from "../contract/index.ts";
import type { Metric } from "../contract/metrics.ts";
import { addCommit, createProcessRow, processLayout } from "./commit-clock.ts";
import type { SamplesOf } from "./exposition.ts";
import { createBoard } from "./gauges/board.ts";
import { addHealthGauges } from "./gauges/health-gauges.ts";
import { addHostGauges } from "./gauges/host-gauges.ts";
import type { LiveView } from "./gauges/live-view.ts";
import { addRequestGauges, defaultStuckLimitsMs } from "./gauges/request-gauges.ts";
import type { StuckLimitsMs } from "./gauges/request-gauges.ts";
import type { Row } from "./row.ts";
import { createRowSamples } from "./row-samples.ts";
import type { RowSamples } from "./row-samples.ts";
import { fleetLayout, hostLayout } from "./rows.ts";
import { createTally, defaultTallyLimits } from "./tally.ts";
import type { SavedPiece, SourceCounts, Tally, TallyLimits } from "./tally.ts";

/** Metrics of one partition: totals that are part of its state, and gauges of what is there at the moment of a scrape. */
export interface Metrics {
  observe(observations: readonly Observation[]): void;
  /** A request as it finally is. */
  settle(request: Request, claim: Claim | null): void;
  reject(host: string, format: Format, reason: RejectReason): void;
  /** What was read of a source since the last time. */
  source(host: string, format: Format, read: SourceCounts): void;
  /** Pieces of state that changed, by name, for the checkpoint. It has to be kept: what is given here is not given again. */
  save(): ReadonlyMap<string, SavedPiece>;
  /** What the last `save` gave is kept, with its batch, and that took so long. */
  committed(tookMs: number): void;
  /** Totals as they were last kept, and the gauges of `live`: what a scrape shows of this partition. */
  look(live: LiveView): SamplesOf;
}

export interface MetricsOptions extends TallyLimits {
  /** Sources of a host with a label of their own. */
  readonly sourcesMax: number;
  readonly stuckLimitsMs: StuckLimitsMs;
}

export const defaultMetricsOptions: MetricsOptions = {
  ...defaultTallyLimits,
  sourcesMax: 64,
  stuckLimitsMs: defaultStuckLimitsMs,
};

export function createMetrics(
  saved: ReadonlyMap<string, SavedPiece> = new Map(),
  options: MetricsOptions = defaultMetricsOptions,
): Metrics {
  const tally = createTally(saved, options);
  const own = createProcessRow();
  const counted = createCounted(tally, createRowSamples(own, processLayout));
  return {
    observe: (observations) => {
      for (const observation of observations) tally.observe(observation);
    },
    settle: (request, claim) => tally.settle(request, claim),
    reject: (host, format, reason) => tally.reject(host, format, reason),
    source: (host, format, read) => tally.source(host, format, read),
    save: () => tally.save(),
    committed: (tookMs) => {
      tally.committed();
      addCommit(own, tookMs);
    },
    look: (live) => {
      const board = createBoard();
      addRequestGauges(board, tally, { live, limitsMs: options.stuckLimitsMs });
      addHostGauges(board, tally, { hosts: live.hosts, sourcesMax: options.sourcesMax });
      addHealthGauges(board, live.health);
      return (metric) => [...counted(metric), ...board.samples(metric)];
    },
  };
}

/** The lines of totals, over all rows. */
function createCounted(tally: Tally, own: RowSamples): SamplesOf {
  const fleet = createRowSamples(tally.fleet, fleetLayout);
  const hosts = new Map<string, RowSamples>();
  const samplesOf = (row: Row): RowSamples => {
    const known = hosts.get(row.host);
    if (known !== undefined) return known;
    const made = createRowSamples(row, hostLayout);
    hosts.set(row.host, made);
    return made;
  };
  return (metric: Metric) => [
    ...own.of(metric),
    ...fleet.of(metric),
    ...[...tally.hosts.values()].flatMap((row) => samplesOf(row).of(metric)),
  ];
}
