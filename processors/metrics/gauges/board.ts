import type { Metric } from "../../contract/metrics.ts";

/** One line of the exposition. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * Gauges as they are put together for one scrape. Two that come to the same labels (hosts and sources without labels of their own) become one: a line that stands
 * twice would make Prometheus refuse all of them.
 */
export interface Board {
  /** Adds up. Values are those of the metric's labels, in their order. */
  add(metric: Metric, labels: readonly string[], value: number): void;
  /** Keeps the least; null tells nothing. */
  least(metric: Metric, labels: readonly string[], value: number | null): void;
  samples(metric: Metric): readonly Sample[];
}

export function createBoard(): Board {
  const families = new Map<string, Map<string, OpenSample>>();
  const enter = (metric: Metric, values: readonly string[]): OpenSample => {
    let family = families.get(metric.name);
    if (family === undefined) families.set(metric.name, (family = new Map()));
    const name = values.join("\n");
    const known = family.get(name);
    if (known !== undefined) return known;
    const made = { labels: labelsOf(metric, values), value: Number.NaN };
    family.set(name, made);
    return made;
  };
  return {
    add: (metric, labels, value) => {
      const sample = enter(metric, labels);
      sample.value = Number.isNaN(sample.value) ? value : sample.value + value;
    },
    least: (metric, labels, value) => {
      if (value === null) return;
      const sample = enter(metric, labels);
      sample.value = Number.isNaN(sample.value) ? value : Math.min(sample.value, value);
    },
    samples: ({ name }) => [...(families.get(name)?.values() ?? [])],
  };
}

interface OpenSample extends Sample {
  value: number;
}

function labelsOf({ labels }: Metric, values: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(labels.map(({ name }, index) => [name, values[index] ?? ""]));
}
