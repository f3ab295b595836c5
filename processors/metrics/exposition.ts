import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { RegistryContentType } from "prom-client";

import { metrics } from "../contract/metrics.ts";
import type { Metric } from "../contract/metrics.ts";
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
  // Ten times a second is often enough for its event loop delay, and keeps an idle process idle.
  collectDefaultMetrics({ register: registry, prefix: "scepscope_", eventLoopMonitoringPrecision: 100 });
  return {
    print: async (samplesOf) => {
      current = samplesOf;
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}

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

function lineOf(name: string, sample: Sample | CountedSample): Readonly<Record<string, unknown>> {
  // As shared labels they are written out once and remembered, for as long as the same object is given.
  const line = { labels: noLabels, sharedLabels: sample.labels, value: sample.value };
  if (!("suffix" in sample)) return line;
  const { suffix, exemplar } = sample;
  return {
    ...line,
    ...(suffix === "" ? {} : { metricName: `${name}${suffix}` }),
    ...(exemplar === null
      ? {}
      : {
          exemplar: {
            labelSet: { request_id: exemplar.request },
            value: exemplar.value,
            timestamp: exemplar.at / 1000,
          },
        }),
  };
}
