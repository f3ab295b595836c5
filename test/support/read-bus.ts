import type { Batch, BusSource, Shipment } from "../../collectors/contract/index.ts";

/** What a reader of a bus was asked and told, as it went on. */
export interface BusReading {
  readonly shipments: Shipment[];
  readonly batches: Batch[];
  readonly asked: string[];
  readonly lost: string[];
  /** Its last position of each partition. */
  readonly kept: Map<string, string>;
  /** Ends it; rejects with what the reader failed with. */
  end(): Promise<void>;
}

/** Reads on in the background, as a processor does that keeps everything at once. `kept`: where to go on. */
export function readOn(
  source: BusSource,
  { kept = new Map(), each = async () => {} }: ReadOptions = {},
): BusReading {
  const stop = new AbortController();
  const reading = {
    shipments: [] as Shipment[],
    batches: [] as Batch[],
    asked: [] as string[],
    lost: [] as string[],
    kept,
  };
  const run = async (): Promise<void> => {
    const resume = async (partition: string): Promise<string | null> => {
      reading.asked.push(partition);
      return kept.get(partition) ?? null;
    };
    const lost = (partition: string): void => void reading.lost.push(partition);
    for await (const batch of source.batches({ resume, lost, signal: stop.signal })) {
      reading.shipments.push(...batch.shipments);
      reading.batches.push(batch);
      kept.set(batch.partition, batch.position);
      await each(batch);
      await batch.done();
    }
  };
  const running = run();
  running.catch(() => undefined);
  return {
    ...reading,
    end: async () => {
      stop.abort();
      await running;
    },
  };
}

interface ReadOptions {
  readonly kept?: Map<string, string>;
  readonly each?: (batch: Batch) => Promise<void>;
}
