import type { Label, Metric } from "../contract/metrics.ts";
import { catalogue } from "../causes/index.ts";

/**
 * All series that a row of numbers can hold, by construction: the product of the labels' closed sets. A row is one host's; the fleet's has the metrics without
 * a host. That is the proof that nothing which a log says can make more series: there is no place for them.
 */
export interface Layout {
  readonly slots: readonly Slot[];
  /** Place of a series; undefined: a label value is none of its set. */
  find(name: string, ...values: readonly string[]): number | undefined;
  /** The same for values that this code has written: a missing one is our own mistake. */
  place(metric: Metric, ...values: readonly string[]): number;
}

export interface Slot {
  readonly metric: Metric;
  /** `""`, or for a histogram the bound of the bucket (`+Inf` the last), or `sum`. */
  readonly part: string;
  /** Without the host. */
  readonly labels: Readonly<Record<string, string>>;
  /** Unique within the layout, and the same in the next version of this program as long as the metric has the same labels. */
  readonly name: string;
  /** Whether it is shown before anything is counted, as far as its labels decide. */
  readonly isZeroShown: boolean;
}

/** A cause that is claimed, or `none`. */
export const causeValues: readonly string[] = ["none", ...catalogue.map(({ id }) => id)];

/** Causes of a host rather than of one request. */
export const hostCauses: ReadonlySet<string> = new Set(
  catalogue.filter(({ scope }) => scope === "host").map(({ id }) => id),
);

export function createLayout(metrics: readonly Metric[]): Layout {
  const slots = metrics.flatMap(slotsOf);
  const places = new Map(slots.map((slot, place) => [slot.name, place]));
  const find = (name: string, ...values: readonly string[]): number | undefined =>
    places.get(values.length === 0 ? name : `${name} ${values.join(" ")}`);
  return {
    slots,
    find,
    place: (metric, ...values) => {
      const place = find(metric.name, ...values);
      if (place === undefined)
        throw new Error(`The metric ${metric.name} has no series ${values.join(" ")}: correct its labels.`);
      return place;
    },
  };
}

function slotsOf(metric: Metric): readonly Slot[] {
  const own = metric.labels.filter(({ values }) => values !== "hostsMax");
  const parts = metric.type === "histogram" ? [...metric.buckets.map(String), "+Inf", "sum"] : [""];
  return combinations(own).flatMap((labels) =>
    parts.map((part) => ({
      metric,
      part,
      labels,
      name: [metric.name, ...Object.values(labels), ...(part === "" ? [] : [part])].join(" "),
      isZeroShown: isZeroShown(metric, labels),
    })),
  );
}

function combinations(labels: readonly Label[]): readonly Readonly<Record<string, string>>[] {
  return labels.reduce<readonly Readonly<Record<string, string>>[]>(
    (before, label) =>
      before.flatMap((known) => valuesOf(label).map((value) => ({ ...known, [label.name]: value }))),
    [{}],
  );
}

function valuesOf({ name, values }: Label): readonly string[] {
  if (values === "causes") return causeValues;
  if (values === "hostsMax" || values === "sourcesMax")
    throw new Error(`The label ${name} is not a closed set: a counter cannot have it.`);
  return values;
}

function isZeroShown({ zeroOnly }: Metric, labels: Readonly<Record<string, string>>): boolean {
  // A cause of hosts claims no request.
  if (hostCauses.has(labels["cause"] ?? "")) return false;
  const entries = Object.entries(labels);
  const isListed = (list: Metric["zeroOnly"][number]): boolean =>
    entries.every(([name, value]) => list[name]?.includes(value) ?? true);
  return zeroOnly.length === 0 || zeroOnly.some(isListed);
}
