/** Front door of the metrics. */
export { createMetrics, defaultMetricsOptions } from "./create-metrics.ts";
export type { Metrics, MetricsOptions } from "./create-metrics.ts";
export { createExposer } from "./exposer.ts";
export type { Exposer, ExposedPartition } from "./exposer.ts";
export { busStanding, createFleetCounts, partitionStanding, storeStanding } from "./fleet-counts.ts";
export type { FleetCounts } from "./fleet-counts.ts";
export type { Exposition, SamplesOf } from "./exposition.ts";
export type { LiveRequest, LiveView, PipelineHealth } from "./gauges/live-view.ts";
export { seriesMax } from "./rows.ts";
export { isOfDevice } from "./tally.ts";
export type { SavedPiece, SourceCounts } from "./tally.ts";
