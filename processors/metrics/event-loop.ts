import { monitorEventLoopDelay } from "node:perf_hooks";
import { Gauge } from "prom-client";
import type { Registry, RegistryContentType } from "prom-client";

const prefix = "scepscope_nodejs_eventloop_lag_";

/** Ten times a second is often enough, and keeps an idle process idle. */
const everyMs = 100;

/**
 * In place of those of prom-client, which print nine thousand million seconds where nothing was measured since the last look, as at the first one, and which add the time
 * between two measurements to each: an idle process is then a tenth of a second late.
 */
export function replaceEventLoopLag(registry: Registry<RegistryContentType>): void {
  for (const name of unwanted) registry.removeSingleMetric(`${prefix}${name}seconds`);
  const delays = monitorEventLoopDelay({ resolution: everyMs });
  delays.enable();
  const secondsOf = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e9 - everyMs / 1e3);
  const look = (): void => {
    const isAny = delays.count > 0;
    mean.set(isAny ? secondsOf(delays.mean) : 0);
    p99.set(isAny ? secondsOf(delays.percentile(99)) : 0);
    max.set(isAny ? secondsOf(delays.max) : 0);
    delays.reset();
  };
  const gauge = (name: string, help: string, collect: () => void): Gauge =>
    new Gauge({ name: `${prefix}${name}_seconds`, help, registers: [registry], collect });
  const mean = gauge("mean", "How late the event loop was since the last look, on average.", look);
  const p99 = gauge("p99", "The same, the 99th percentile.", () => {});
  const max = gauge("max", "The same, at most.", () => {});
}

const unwanted = ["", "min_", "max_", "mean_", "stddev_", "p50_", "p90_", "p99_"];
