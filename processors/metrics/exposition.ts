import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { RegistryContentType } from "prom-client";

import { metrics } from "../contract/metrics.ts";
import type { Metric } from "../contract/metrics.ts";
import { replaceEventLoopLag } from "./event-loop.ts";
import { replaceProcessorTime } from "./processor-time.ts";
import type { Sample } from "./gauges/board.ts";
import type { CountedSample } from "./row-samples.ts";

/** What `/metrics` answers. */
export interface Exposition {
  readonly contentType: string;
  readonly text: string;
}

/** The lines of a metric, at this moment. */
export type SamplesOf = (metric: Metric) => readonly (Sample | CountedSample)[];

export interface Printer {
  print(samplesOf: SamplesOf): Promise<Exposition>;
}

/** Prints the whole catalogue and what the runtime says of itself. One printer for each form: prom-client renames the counters of a registry for OpenMetrics. */
export function createPrinter(form: "text" | "openmetrics"): Printer {
  const isOpenMetrics = form === "openmetrics";
  const registry = new Registry<RegistryContentType>();
  registry.setContentType(
    isOpenMetrics ? Registry.OPENMETRICS_CONTENT_TYPE : Registry.PROMETHEUS_CONTENT_TYPE,
  );
  let current: SamplesOf = () => [];
  for (const metric of metrics)
    registry.registerMetric(new Absolute(metric, { isOpenMetrics, samples: () => current(metric) }));
  collectDefaultMetrics({ register: registry, prefix: "scepscope_", eventLoopMonitoringPrecision: 60_000 });
  replaceEventLoopLag(registry);
  replaceProcessorTime(registry);
  for (const name of unwanted) registry.removeSingleMetric(`scepscope_nodejs_active_${name}`);
  return {
    print: async (samplesOf) => {
      current = samplesOf;
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}

/** prom-client calls gauges so that no checker of metrics lets them pass, and counts the same twice. */
const unwanted = ["handles", "handles_total", "requests", "requests_total", "resources_total"];

interface AbsoluteOptions {
  readonly isOpenMetrics: boolean;
  readonly samples: () => readonly (Sample | CountedSample)[];
}

/**
 * prom-client counts upwards from zero and cannot be given a total. Its registry prints whatever a metric gives out by `getForPromString`, so a metric of any
 * type is this gauge, which gives out what is counted elsewhere.
 */
class Absolute extends Gauge {
  readonly #metric: Metric;
  readonly #options: AbsoluteOptions;

  constructor(metric: Metric, options: AbsoluteOptions) {
    super({ name: metric.name, help: metric.meaning, registers: [] });
    this.#metric = metric;
    this.#options = options;
  }

  /** Called by the registry: lines as prom-client's own histogram gives them. */
  async getForPromString(): Promise<unknown> {
    const { name, meaning, type } = this.#metric;
    const { isOpenMetrics, samples } = this.#options;
    return {
      // In OpenMetrics the family has the bare name, and the registry puts `_total` behind each line.
      name: isOpenMetrics && type === "counter" ? name.replace(/_total$/, "") : name,
      help: meaning,
      type,
      values: samples().map((sample) => lineOf(name, sample)),
    };
  }
}

const noLabels = {};

/** Tens of thousands for a scrape: a literal, not parts put together. */
function lineOf(name: string, sample: Sample | CountedSample): Readonly<Record<string, unknown>> {
  const isCounted = "suffix" in sample;
  return {
    labels: noLabels,
    // As shared labels they are written out once and remembered, for as long as the same object is given.
    sharedLabels: sample.labels,
    value: sample.value,
    // Undefined: that of the family.
    metricName: isCounted && sample.suffix !== "" ? `${name}${sample.suffix}` : undefined,
    exemplar: isCounted ? exemplarOf(sample) : null,
  };
}

function exemplarOf({ exemplar }: CountedSample): Readonly<Record<string, unknown>> | null {
  if (exemplar === null) return null;
  const { request, value, at } = exemplar;
  return { labelSet: { request_id: request }, value, timestamp: at / 1000 };
}
