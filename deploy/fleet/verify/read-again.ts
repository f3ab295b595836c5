import { randomUUID } from "node:crypto";
import type { Batch } from "../../../collectors/contract/index.ts";
import {
  createKafkaSource,
  partitionNumber,
  positionText,
  readPosition,
} from "../../../processors/sources/kafka/index.ts";
import type { openKafka, TopicStanding } from "../../kafka/index.ts";
import { withinTime } from "../doctor/within-time.ts";

type Kafka = ReturnType<typeof openKafka>;

export interface ReadAgainOptions {
  readonly kafka: Kafka;
  readonly topic: string;
  /** The name of the reader's own group begins with it: rights are often given by prefix. */
  readonly groupId: string;
  readonly partition: string;
  readonly standing: TopicStanding;
  /** Offset of the first message that is not read. */
  readonly end: number;
  /** Offset behind what was read, and Kafka's stamp of the message before it, ms UTC. */
  readonly onMessage: (next: number, stampMs: number) => void;
}

/**
 * A partition from its oldest message up to an offset, by a reader with a group of its own. It commits no offset, and its group is removed at the end; of one that was killed,
 * Kafka forgets the empty group by itself. Rejects when nothing comes for a minute.
 */
export async function* readAgain(options: ReadAgainOptions): AsyncGenerator<Batch> {
  const { kafka, topic, partition, standing, end } = options;
  const low = standing.partitions.get(partitionNumber(partition))?.low ?? end;
  if (low >= end) return;
  const groupId = `${options.groupId}-verify-${randomUUID()}`;
  // One message at a time: the end may lie between two that came together.
  const limits = { batchShipmentsMax: 1 };
  const bus = createKafkaSource({ kafka, topic, groupId, limits, onEvent: () => undefined });
  const stop = new AbortController();
  let at: string | null = null;
  const resume = async (name: string): Promise<string | null> =>
    name === partition ? at : endOf(name, standing, topic);
  const batches = bus.source.batches({ resume, lost: () => undefined, signal: stop.signal });
  try {
    yield* gather(upTo(batches, options, (position) => (at = position)));
  } finally {
    stop.abort();
    await bus.close();
    await removeGroup(kafka, groupId);
  }
}

/** Of the partitions that are not read only what comes meanwhile is fetched. */
function endOf(name: string, { cluster, partitions }: TopicStanding, topic: string): string {
  const next = partitions.get(partitionNumber(name))?.high ?? 0;
  return positionText({ cluster, topic, next, end: next, stamp: null });
}

const silenceMsMax = 60_000;

async function* upTo(
  batches: AsyncIterable<Batch>,
  { partition, end, onMessage }: ReadAgainOptions,
  passed: (position: string) => void,
): AsyncGenerator<Batch> {
  const reading = batches[Symbol.asyncIterator]();
  for (let next = 0; next < end;) {
    const step = await withinTime(reading.next(), silenceMsMax);
    if (step.done === true) return;
    if (step.value.partition !== partition) continue;
    const position = readPosition(step.value.position);
    next = position?.next ?? Number.POSITIVE_INFINITY;
    // Numbers may be left out in a topic: then the first message behind the end is not wanted.
    if (next > end) return;
    passed(step.value.position);
    onMessage(next, Number(position?.stamp ?? 0));
    yield step.value;
  }
}

const messagesMax = 1024;
const bytesMax = 4 * 2 ** 20;

/** Several in one: what is done for each batch is not done for each message. */
async function* gather(single: AsyncIterable<Batch>): AsyncGenerator<Batch> {
  let [gathered, bytes]: [Batch[], number] = [[], 0];
  for await (const batch of single) {
    gathered.push(batch);
    bytes += bytesOf(batch);
    if (gathered.length < messagesMax && bytes < bytesMax) continue;
    yield merged(gathered, batch);
    [gathered, bytes] = [[], 0];
  }
  const last = gathered.at(-1);
  if (last !== undefined) yield merged(gathered, last);
}

function bytesOf({ shipments }: Batch): number {
  return shipments.reduce((sum, one) => sum + (one.type === "slice" ? one.slice.bytes.length : 0), 0);
}

function merged(batches: readonly Batch[], last: Batch): Batch {
  return { ...last, shipments: batches.flatMap(({ shipments }) => shipments) };
}

/** Whoever may not remove it leaves an empty group without offsets, which Kafka removes after a while. */
async function removeGroup(kafka: Kafka, groupId: string): Promise<void> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    await admin.deleteGroups([groupId]);
  } catch {
    return;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
