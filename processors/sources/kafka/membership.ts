import type { Consumer, EachBatchPayload } from "kafkajs";
import type { EmptyFetch } from "./holdings.ts";
import { steadyAssigner } from "./steady-assigner.ts";
import type { KafkaSourceLimits, KafkaSourceOptions } from "./source-options.ts";

/** This reader's seat in the group. A seat that is lost is never mended: another one is taken. */
export interface Membership {
  /** Null: there is no seat at this moment. */
  readonly consumer: () => Consumer | null;
  /** Takes a seat if there is none; rejects with what stood in the way. */
  join(): Promise<void>;
  leave(): Promise<void>;
}

export interface MembershipListener {
  /** Called while nothing can be fetched yet: what must not be fetched has to be paused at once. */
  readonly joined: (memberId: string, partitions: readonly number[]) => void;
  /** The coordinator has answered that the seat is held. */
  readonly confirmed: () => void;
  /** Nobody has answered since a request was sent, and its time is up: the client goes on asking for minutes before it gives up. */
  readonly silent: (error: Error) => void;
  /** There is no seat any more. */
  readonly crashed: (error: Error) => void;
  readonly fetched: (fetched: EachBatchPayload) => void;
  /** What was fetched holds no message: markers of transactions alone, or what was aborted. */
  readonly passed: (empty: EmptyFetch) => void;
}

type SeatOptions = Pick<KafkaSourceOptions, "kafka" | "topic" | "groupId" | "reader">;

export function createMembership(
  options: SeatOptions,
  limits: KafkaSourceLimits,
  listener: MembershipListener,
): Membership {
  let seat: Seat | null = null;
  const join = async (): Promise<void> => {
    if (seat?.isDown() === false) return seat.joined;
    // First it is waited: a seat that is lost as soon as it is taken would be taken again and again.
    const failure = seat?.takeFailure() ?? null;
    if (failure !== null) throw failure;
    const before = seat?.left() ?? Promise.resolve();
    seat = takeSeat(options, limits, { listener, before });
    return seat.joined;
  };
  return {
    consumer: () => seat?.consumer() ?? null,
    join,
    leave: async () => seat?.left(),
  };
}

interface Seat {
  readonly joined: Promise<void>;
  isDown(): boolean;
  /** Why it was lost, once. */
  takeFailure(): Error | null;
  consumer(): Consumer | null;
  left(): Promise<void>;
}

function takeSeat(
  { kafka, topic, groupId, reader = "" }: SeatOptions,
  limits: KafkaSourceLimits,
  { listener, before }: { readonly listener: MembershipListener; readonly before: Promise<void> },
): Seat {
  const consumer = kafka.consumer({
    ...consumerConfig(groupId, limits),
    partitionAssigners: [steadyAssigner(reader)],
  });
  const standing: Standing = { state: "joining", failure: null };
  hear(consumer, topic, { standing, listener });
  const begin = async (): Promise<void> => {
    try {
      await before;
      await run(consumer, topic, listener);
      if (standing.failure !== null) throw standing.failure;
    } catch (error) {
      Object.assign(standing, { state: "down", failure: null });
      throw error;
    }
  };
  const joined = begin();
  return {
    takeFailure: () => {
      const told = standing.failure;
      standing.failure = null;
      return told;
    },
    joined,
    isDown: () => standing.state === "down",
    consumer: () => (standing.state === "running" ? consumer : null),
    left: async () => {
      // A client that is told to go while it joins joins all the same, and holds partitions that nobody reads.
      await joined.catch(() => undefined);
      await consumer.disconnect().catch(() => undefined);
    },
  };
}

interface Standing {
  state: "joining" | "running" | "down";
  failure: Error | null;
}

function hear(
  consumer: Consumer,
  topic: string,
  { standing, listener }: { readonly standing: Standing; readonly listener: MembershipListener },
): void {
  consumer.on("consumer.group_join", ({ payload: { memberId, memberAssignment } }) => {
    standing.state = "running";
    listener.joined(memberId, memberAssignment[topic] ?? []);
  });
  let heardAt = 0;
  consumer.on("consumer.heartbeat", ({ timestamp }) => {
    heardAt = timestamp;
    listener.confirmed();
  });
  consumer.on("consumer.network.request_timeout", ({ payload: { apiName, broker, sentAt } }) => {
    // Of several brokers one may hang, while the coordinator of the group answers.
    if (sentAt > heardAt) listener.silent(new Error(`${broker} has not answered (${apiName})`));
  });
  consumer.on("consumer.start_batch_process", ({ payload }) => {
    const { partition, batchSize, firstOffset, lastOffset, highWatermark } = payload;
    if (batchSize > 0) return;
    const [first, last, high] = [Number(firstOffset), Number(lastOffset), Number(highWatermark)];
    listener.passed({ partition, first, end: last + 1, high });
  });
  consumer.on("consumer.stop", () => (standing.state = "down"));
  consumer.on("consumer.crash", ({ payload: { error } }) => {
    Object.assign(standing, { state: "down", failure: error });
    listener.crashed(error);
  });
}

async function run(consumer: Consumer, topic: string, listener: MembershipListener): Promise<void> {
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({ autoCommit: false, eachBatch: async (fetched) => listener.fetched(fetched) });
}

function consumerConfig(
  groupId: string,
  limits: KafkaSourceLimits,
): Parameters<KafkaSourceOptions["kafka"]["consumer"]>[0] {
  return {
    groupId,
    allowAutoTopicCreation: false,
    sessionTimeout: limits.sessionMs,
    heartbeatInterval: limits.heartbeatMs,
    rebalanceTimeout: limits.rebalanceMsMax,
    metadataMaxAge: limits.metadataMsMax,
    maxWaitTimeInMs: limits.fetchWaitMs,
    maxBytes: limits.fetchBytesMax,
    maxBytesPerPartition: limits.partitionFetchBytesMax,
    retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 8, restartOnFailure: async () => false },
  };
}
