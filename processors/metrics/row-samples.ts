import type { Metric } from "../contract/metrics.ts";
import type { Layout, Slot } from "./layout.ts";
import type { Exemplar, Row } from "./row.ts";
import type { Sample } from "./gauges/board.ts";

/** A line of a counter or histogram. */
export interface CountedSample extends Sample {
  readonly suffix: "" | "_bucket" | "_sum" | "_count";
  readonly exemplar: Exemplar | null;
}

export interface RowSamples {
  of(metric: Metric): readonly CountedSample[];
}

/** What is shown of a row. Label sets are made once: there are hundreds for each host, and a scrape every few seconds. */
export function createRowSamples(row: Row, layout: Layout): RowSamples {
  const host = row.host === "" ? {} : { host: row.host };
  const families = Map.groupBy(
    layout.slots.map((slot, place) => ({ slot, place, labels: labelsOf(host, slot) })),
    ({ slot }) => slot.metric.name,
  );
  return {
    of: (metric) => {
      const family = families.get(metric.name) ?? [];
      return metric.type === "histogram" ? histogramOf(row, family) : countersOf(row, family);
    },
  };
}

interface Placed {
  readonly slot: Slot;
  readonly place: number;
  readonly labels: Readonly<Record<string, string>>;
}

function labelsOf(host: Readonly<Record<string, string>>, { labels, part }: Slot): Placed["labels"] {
  return part === "" || part === "sum" ? { ...host, ...labels } : { ...host, ...labels, le: part };
}

function countersOf(row: Row, family: readonly Placed[]): readonly CountedSample[] {
  const samples: CountedSample[] = [];
  for (const { slot, place, labels } of family) {
    const value = row.shown[place] ?? 0;
    if (value === 0 && !isZeroShown(row, slot)) continue;
    samples.push({ labels, value, suffix: "", exemplar: exemplarAt(row, place) });
  }
  return samples;
}

function isZeroShown({ isServer, formats }: Row, { metric, labels, isZeroShown }: Slot): boolean {
  if (metric.zeros === "format") {
    for (const format of formats) if (format === labels["format"]) return true;
    return false;
  }
  return isZeroShown && (metric.zeros === "start" || isServer);
}

/** Buckets are counted one by one and shown as Prometheus wants them, each with all below it. The sum stands last of a label set. */
function histogramOf(row: Row, family: readonly Placed[]): readonly CountedSample[] {
  const samples: CountedSample[] = [];
  let below = 0;
  for (const { slot, place, labels } of family) {
    const value = row.shown[place] ?? 0;
    if (slot.part === "sum") {
      samples.push({ labels, value, suffix: "_sum", exemplar: null });
      samples.push({ labels, value: below, suffix: "_count", exemplar: null });
      below = 0;
    } else {
      below += value;
      samples.push({ labels, value: below, suffix: "_bucket", exemplar: exemplarAt(row, place) });
    }
  }
  return samples;
}

function exemplarAt(row: Row, place: number): Exemplar | null {
  return (row.shown[place] ?? 0) > 0 ? (row.shownExemplars.get(place) ?? null) : null;
}
