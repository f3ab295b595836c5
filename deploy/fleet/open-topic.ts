import { brokerType, isKafkaFailure, kafkaTrouble } from "../../collectors/contract/index.ts";
import type { Config } from "../config/index.ts";
import { createTopics, mayRead, partitionsOf, preflight } from "../kafka/index.ts";
import type { openKafka } from "../kafka/index.ts";
import type { Log } from "../runtime/log.ts";
import { doctorOf } from "./doctor-of.ts";
import { mayNotMake, noTopic } from "./no-topic.ts";

type Kafka = ReturnType<typeof openKafka>;

export interface OpenTopicOptions {
  readonly kafka: Kafka;
  readonly config: Config;
  readonly createsTopics: boolean;
  /** Whose doctor says what is wrong. */
  readonly role: "collect" | "process";
  readonly log: Log;
  /** Told why Kafka cannot be used, after each try. Left out: the log alone tells. */
  readonly onAway?: (detail: string) => void;
  readonly wake: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * How many partitions the topic has, as soon as Kafka answers; what is not as it should be is said in the log. Null: aborted before. Throws a `CliError` when there is no topic
 * and none is to be made: waiting would not help.
 */
export async function openTopic(options: OpenTopicOptions): Promise<number | null> {
  const { config, role, log, wake, signal } = options;
  const { brokers, retryMsMax } = config.kafka;
  for (let waitMs = 500; !signal.aborted; waitMs = Math.min(2 * waitMs, retryMsMax)) {
    try {
      return await orAborted(lookOnce(options), signal);
    } catch (error) {
      if (!isKafkaFailure(error)) throw error;
      sayTrouble(log, error, { brokers, remedy: doctorOf(role) });
      options.onAway?.(kafkaTrouble(error)?.what ?? error.message.trim());
      await wake(waitMs, signal);
    }
  }
  return null;
}

/** What is known of it is said with its own remedy. */
function sayTrouble(
  log: Log,
  error: Error,
  { brokers, remedy }: { readonly brokers: readonly string[]; readonly remedy: string },
): void {
  const trouble = kafkaTrouble(error);
  const detail = error.message.trim();
  if (trouble === null) log.error("Kafka does not answer: it is tried again", { brokers, detail, remedy });
  else
    log.error("Kafka cannot be used like this: it is tried again", {
      about: trouble.what,
      brokers,
      detail,
      remedy: trouble.remedy,
    });
}

/** Whoever is stopped does not wait for a broker that does not answer. */
async function orAborted(looking: Promise<number>, signal: AbortSignal): Promise<number | null> {
  const stopped = Promise.withResolvers<null>();
  const stop = (): void => stopped.resolve(null);
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([looking, stopped.promise]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

async function lookOnce({ kafka, config, createsTopics, role, log }: OpenTopicOptions): Promise<number> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    if (createsTopics) {
      const made = await makeTopics(admin, config);
      if (made.length > 0) log.info("topics were made", { topics: made });
    }
    const partitions = await partitionsOf(admin, config.kafka.topic);
    if (partitions === null) throw createsTopics ? new NotThereYet() : noTopic(config.kafka.topic);
    // Of the group the source tells: that of a Kafka which has just started is coordinated by nobody yet.
    const needs = { ...needsOf(config, role), groupId: null };
    const reads = role === "process" ? [await mayRead(kafka, config.kafka.topic)] : [];
    for (const { level, about, says, remedy } of [...(await preflight(admin, needs)), ...reads])
      if (level !== "ok")
        log[level === "bad" ? "error" : "warn"]("the topic is not as it should be", { about, says, remedy });
    return partitions;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

async function makeTopics(
  admin: Parameters<typeof createTopics>[0],
  config: Config,
): Promise<readonly string[]> {
  try {
    return await createTopics(admin, wishOf(config));
  } catch (error) {
    throw brokerType(error) === "TOPIC_AUTHORIZATION_FAILED" ? mayNotMake(config.kafka) : error;
  }
}

/** It was made, and this broker has not heard of it. */
class NotThereYet extends Error {
  override readonly name = "KafkaJSTopicNotThereYet";
  override readonly message = "the topic that was made is not there yet, or this user may not see it";
}

function wishOf({ kafka }: Config): Parameters<typeof createTopics>[1] {
  const { topic, rejectedTopic, newTopicPartitions, newTopicDays } = kafka;
  return { topic, rejectedTopic, partitions: newTopicPartitions, retentionMs: newTopicDays * 86_400_000 };
}

/** What a topic has to be like for this configuration, and for what this process does with it. */
export function needsOf(
  { kafka, live, collector }: Config,
  role: "collect" | "process",
): Parameters<typeof preflight>[1] {
  const { topic, rejectedTopic, groupId } = kafka;
  return {
    topic,
    // Only collectors write there.
    rejectedTopic: role === "collect" ? rejectedTopic : null,
    groupId: role === "process" ? groupId : null,
    lifetimeMs: live.lifetimeMs,
    sliceBytesMax: collector.sliceBytesMax,
  };
}
