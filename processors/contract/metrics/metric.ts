/** One entry of the metric catalogue: what is promised to those who build alerts and dashboards on it. */
export interface Metric {
  /** `scep_…`: about requests and the servers that serve them; `scepscope_…`: about this pipeline. Base units; counters end in `_total`. */
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram";
  /** What one of it is: `requests`, `seconds`, `bytes`, … */
  readonly unit: string;
  /** One sentence. */
  readonly meaning: string;
  readonly labels: readonly Label[];
  /** Upper bounds of a histogram's buckets, ascending, without the infinite one. */
  readonly buckets: readonly number[];
  readonly zeros: Zeros;
  /**
   * Which of its series are shown as zero: those whose labels have the listed values, by any of these lists; none: all of them. What is rare, or what nobody would
   * be woken for, appears with its first count.
   */
  readonly zeroOnly: readonly Readonly<Record<string, readonly string[]>>[];
}

/**
 * From when on a series is shown although nothing was counted.
 * - `start`: as soon as the process runs;
 * - `server`: as soon as a host is known to write a server's logs;
 * - `format`: as soon as a log of this format was read on the host;
 * - `never`: a gauge of what is there now; absent where there is nothing to tell.
 */
export type Zeros = "start" | "server" | "format" | "never";

export interface Label {
  readonly name: string;
  readonly values: Values;
}

/**
 * A closed set; or the ids of the failure catalogue and `none`; or names that are bounded by a maximum, beyond which all are `other`.
 * Nothing that a log says becomes a label in any other way. Among hosts, those that nothing but devices' logs come from are all `devices`.
 */
export type Values = readonly string[] | "causes" | "hostsMax" | "sourcesMax";

type Given = Pick<Metric, "name" | "unit" | "meaning" | "labels"> &
  Partial<Pick<Metric, "zeros" | "zeroOnly">>;

export function counter(given: Given): Metric {
  return { type: "counter", buckets: [], zeros: usualZeros(given), zeroOnly: [], ...given };
}

export function gauge(given: Given): Metric {
  return { type: "gauge", buckets: [], zeros: "never", zeroOnly: [], ...given };
}

export function histogram(given: Given & Pick<Metric, "buckets">): Metric {
  return { type: "histogram", zeros: usualZeros(given), zeroOnly: [], ...given };
}

function usualZeros({ labels }: Given): Zeros {
  return labels.some(({ values }) => values === "hostsMax") ? "server" : "start";
}
