import type { Batch, BusSource } from "../../../collectors/contract/index.ts";
import { createBell } from "../bell.ts";
import { createCommits } from "./commits.ts";
import type { Holding } from "./holding.ts";
import { beginAt, confirm, createHoldings, firstWith, halt, isStill } from "./holdings.ts";
import { joinAnew, takeEmpty, takeFetched } from "./holdings.ts";
import { createTopicView } from "./look-at-topic.ts";
import { createMembership } from "./membership.ts";
import type { Membership } from "./membership.ts";
import { nextBatch } from "./next-batch.ts";
import { createPatience } from "./patience.ts";
import { placeOf } from "./place-of.ts";
import { partitionName, partitionNumber, readPosition } from "./position.ts";
import type { ReaderParts } from "./reader-parts.ts";
import type { KafkaSourceLimits, KafkaSourceOptions } from "./source-options.ts";

export interface Reader extends BusSource {
  close(): Promise<void>;
}

export function createReader(options: KafkaSourceOptions, limits: KafkaSourceLimits): Reader {
  const { topic, kafka, onEvent } = options;
  let membership: Membership | null = null;
  const consumer = () => membership?.consumer() ?? null;
  const commits = createCommits({
    topic,
    everyMs: limits.commitEveryMs,
    commit: async (offsets) => consumer()?.commitOffsets(offsets),
  });
  const parts: ReaderParts = {
    options,
    limits,
    bell: createBell(),
    commits,
    holdings: createHoldings({ topic, limits, consumer, dropped: (partition) => commits.forget(partition) }),
    patience: createPatience(limits, onEvent),
    view: createTopicView(kafka, topic),
    cluster: "",
  };
  membership = seatOf(parts);
  const seat = membership;
  return {
    remembers: true,
    batches: (reading) => batches(parts, seat, reading),
    retake: (partition) => {
      halt(parts.holdings, partitionNumber(partition), "unsure");
      parts.bell.ring();
    },
    close: async () => {
      await commits.settle();
      await Promise.all([seat.leave(), parts.view.close()]);
    },
  };
}

function seatOf({ options, limits, holdings, patience, commits, bell }: ReaderParts): Membership {
  return createMembership(options, limits, {
    joined: (memberId, partitions) => {
      joinAnew(holdings, memberId, partitions);
      options.onEvent({ type: "assigned", partitions: partitions.map(partitionName) });
      bell.ring();
    },
    confirmed: () => {
      patience.over();
      commits.flush();
      if (confirm(holdings)) bell.ring();
    },
    silent: (error) => patience.note(error),
    crashed: (error) => {
      patience.note(error);
      bell.ring();
    },
    fetched: (fetched) => {
      patience.over();
      takeFetched(holdings, fetched);
      bell.ring();
    },
    passed: (empty) => {
      takeEmpty(holdings, empty);
      bell.ring();
    },
  });
}

type Reading = Parameters<BusSource["batches"]>[0];

/** What happens meanwhile rings the bell, and is looked at when a batch is asked for: never in between. */
async function* batches(
  parts: ReaderParts,
  seat: Membership,
  { resume, lost, signal }: Reading,
): AsyncGenerator<Batch> {
  const { holdings, bell } = parts;
  for (const { partition, isKnown } of holdings.held.values())
    if (isKnown) halt(holdings, partition, "wanted");
  while (!signal.aborted) {
    if (!(await attempt(parts, () => seat.join(), signal))) continue;
    for (const partition of holdings.lost.splice(0)) lost(partitionName(partition));
    if (await isSettling(parts, resume, signal)) continue;
    const batch = nextBatch(parts);
    if (batch === null) await bell.heard(signal);
    else yield batch;
  }
}

/** A partition that is to be asked for, or to be found in Kafka, comes before all batches. */
async function isSettling(
  parts: ReaderParts,
  resume: Reading["resume"],
  signal: AbortSignal,
): Promise<boolean> {
  const wanted = firstWith(parts.holdings, "wanted");
  if (wanted !== undefined) {
    await ask(parts, wanted, resume);
    return true;
  }
  const placing = firstWith(parts.holdings, "placing");
  if (placing === undefined) return false;
  await attempt(parts, () => place(parts, placing), signal);
  return true;
}

/** Whoever is aborted does not wait for what is under way; that ends by itself. */
async function attempt(
  { patience }: ReaderParts,
  act: () => Promise<void>,
  signal: AbortSignal,
): Promise<boolean> {
  const over = Promise.withResolvers<"aborted">();
  const abort = (): void => over.resolve("aborted");
  signal.addEventListener("abort", abort, { once: true });
  try {
    return (await Promise.race([act(), over.promise])) !== "aborted";
  } catch (error) {
    await patience.wait(error, signal);
    return false;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

async function ask(
  { holdings, options }: ReaderParts,
  holding: Holding,
  resume: Reading["resume"],
): Promise<void> {
  holding.isKnown = true;
  const text = await resume(partitionName(holding.partition));
  // Meanwhile it may have been lost, or overtaken.
  if (!isStill(holdings, holding, "wanted")) return;
  const position = text === null ? noPosition : (readPosition(text) ?? noPosition);
  const { next, end, stamp, cluster, topic } = position;
  Object.assign(holding, { state: "placing", cluster });
  holding.cursor = { next, end, stamp, isProven: false };
  holding.told = null;
  holding.foreign = text === null || topic === options.topic ? null : text;
}

const noPosition = { next: -1, end: -1, stamp: null, cluster: "", topic: "" };

async function place(parts: ReaderParts, holding: Holding): Promise<void> {
  const { cluster, ...marks } = await parts.view.look(holding.partition);
  parts.cluster = cluster;
  const { holdings, options, bell } = parts;
  if (!isStill(holdings, holding, "placing")) return;
  const isForeign = holding.foreign !== null || (holding.cluster !== "" && holding.cluster !== cluster);
  const { cursor, reset } = placeOf({ ...holding.cursor, isForeign, doubt: holding.doubt }, marks);
  if (reset !== null)
    options.onEvent({
      type: "offset-reset",
      partition: partitionName(holding.partition),
      expected: holding.foreign ?? String(reset.expected),
      found: String(cursor.next),
      why: reset.why,
    });
  beginAt(holdings, holding, { cursor, high: marks.high });
  bell.ring();
}
