import { fleetMetrics } from "./metrics/fleet-metrics.ts";
import { healthMetrics } from "./metrics/health-metrics.ts";
import { hostMetrics } from "./metrics/host-metrics.ts";
import type { Metric } from "./metrics/metric.ts";
import { readMetrics, sourceMetrics } from "./metrics/pipeline-metrics.ts";
import { requestMetrics } from "./metrics/request-metrics.ts";

export { fleetMetrics } from "./metrics/fleet-metrics.ts";
export { healthMetrics } from "./metrics/health-metrics.ts";
export { hostMetrics } from "./metrics/host-metrics.ts";
export { answers, hostEvents, receivers, traceFates } from "./metrics/labels.ts";
export type { Answer, Receiver, ResetReason, TraceFate } from "./metrics/labels.ts";
export type { Label, Metric, Values, Zeros } from "./metrics/metric.ts";
export { readMetrics, sourceMetrics } from "./metrics/pipeline-metrics.ts";
export { requestMetrics } from "./metrics/request-metrics.ts";

/** The catalogue: every metric of `/metrics`, but those of the runtime, in the order in which they are printed. */
export const metrics: readonly Metric[] = [
  requestMetrics,
  hostMetrics,
  readMetrics,
  sourceMetrics,
  healthMetrics,
  fleetMetrics,
].flatMap((group) => Object.values<Metric>(group));

/** What the Node.js process says of itself (processor time, memory, event loop) has names that begin so; prom-client defines them. */
export const runtimePrefixes = ["scepscope_process_", "scepscope_nodejs_"] as const;
