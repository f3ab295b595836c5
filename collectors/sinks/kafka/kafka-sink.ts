import { setTimeout as after } from "node:timers/promises";
import { keyOf } from "../../contract/index.ts";
import type { BusSink, Shipment } from "../../contract/index.ts";
import { createDelivery } from "./delivery.ts";
import { createLane } from "./lane.ts";
import type { Lane } from "./lane.ts";
import { ownCopies } from "./own-copies.ts";
import { partitionOf } from "./murmur2.ts";
import { kafkaSinkLimits } from "./sink-options.ts";
import type { KafkaSinkOptions } from "./sink-options.ts";

export interface KafkaSink {
  readonly sink: BusSink;
  /** Lets go of the connections. What is under way then rejects, and nothing can be sent any more. */
  readonly close: () => Promise<void>;
}

/**
 * Kafka as the bus of collectors. `send` resolves when each in-sync replica has what was sent, in order for each host: one batch is under way to a partition. While
 * Kafka is away it does not resolve, so that the collector stops reading; it is tried again for ever, visibly.
 *
 * It copies the bytes: their memory is the collector's again when `send` settles, even if it was aborted and the client of Kafka still has a request in hand.
 */
export function createKafkaSink(options: KafkaSinkOptions): KafkaSink {
  const limits = { ...kafkaSinkLimits, ...options.limits };
  const producer = options.kafka.producer({
    idempotent: false,
    allowAutoTopicCreation: false,
    createPartitioner:
      () =>
      ({ message }) =>
        message.partition ?? 0,
    // Enough for a leader that moves. All that takes longer is waited for here.
    retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 4 },
  });
  const closing = new AbortController();
  const deliver = createDelivery({ producer, limits, onEvent: options.onEvent, closing: closing.signal });
  const lanes = new Map<number, Lane>();
  const laneOf = (partition: number): Lane => {
    const lane = lanes.get(partition) ?? createLane({ ...options, partition, limits, deliver });
    lanes.set(partition, lane);
    return lane;
  };
  const send = async (shipments: readonly Shipment[], signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    const own = ownCopies(shipments);
    const groups = Map.groupBy(own.shipments, (shipment) =>
      partitionOf(keyOf(shipment, options.site ?? ""), options.partitions),
    );
    await Promise.all([...groups].map(([partition, group]) => laneOf(partition)(group, signal)));
    // Kafka has them. Where that is not so, nothing is known of who still reads them.
    own.giveBack();
  };
  return {
    sink: { borrows: true, send: (shipments, signal) => orAborted(send(shipments, signal), signal) },
    close: () => {
      closing.abort(new Error("the sink is closed"));
      return Promise.race([producer.disconnect(), after(limits.closeMsMax, undefined, { ref: false })]);
    },
  };
}

/** A request that hangs is not waited for by whoever does not want it any more. */
function orAborted(sending: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    sending.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
