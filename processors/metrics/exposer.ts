import { createPrinter } from "./exposition.ts";
import type { Exposition, Printer, SamplesOf } from "./exposition.ts";

/** What a process owns and shows. */
export interface ExposedPartition {
  /** Value of the label `partition` on each of its series; null: there is one only, and no label. */
  readonly partition: string | null;
  readonly samplesOf: SamplesOf;
}

/**
 * Prints what a process owns at this moment. A partition is shown by its owner only, with its totals as they were last kept: when it changes hands its series end
 * here and go on there at the same values, so a sum of rates over all processors counts nothing twice and sees no fall.
 */
export interface Exposer {
  expose(form: "text" | "openmetrics", partitions: readonly ExposedPartition[]): Promise<Exposition>;
}

export function createExposer(): Exposer {
  const printers = new Map<string, Printer>();
  const labels = createPartitionLabels();
  return {
    expose: async (form, partitions) => {
      const printer = printers.get(form) ?? createPrinter(form);
      printers.set(form, printer);
      return await printer.print((metric) =>
        partitions.flatMap(({ partition, samplesOf }) =>
          partition === null
            ? samplesOf(metric)
            : samplesOf(metric).map((sample) => ({ ...sample, labels: labels(partition, sample.labels) })),
        ),
      );
    },
  };
}

type Labels = Readonly<Record<string, string>>;

/** The label sets of totals are the same objects at each scrape, and what is printed of them is remembered by these: so those with a partition are made once, too. */
function createPartitionLabels(): (partition: string, labels: Labels) => Labels {
  const known = new Map<string, WeakMap<Labels, Labels>>();
  return (partition, labels) => {
    const made = known.get(partition) ?? new WeakMap<Labels, Labels>();
    known.set(partition, made);
    const labelled = made.get(labels) ?? { partition, ...labels };
    made.set(labels, labelled);
    return labelled;
  };
}
