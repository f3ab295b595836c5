import { setTimeout as after } from "node:timers/promises";
import { zstdCompressSync } from "node:zlib";
import kafkajs from "kafkajs";
import type { CompressionTypes, Message, Producer } from "kafkajs";
import { failureText, isHalfOpen, isKafkaFailure } from "../../contract/index.ts";
import { isTooLarge } from "./failures.ts";
import { inSendSpan } from "./send-span.ts";
import type { KafkaSinkLimits, KafkaSinkOptions } from "./sink-options.ts";

/** Messages of one partition on their way; `too-large`: Kafka will never take them together. */
export type Deliver = (batch: MessageBatch, signal: AbortSignal) => Promise<"delivered" | "too-large">;

export interface MessageBatch {
  readonly topic: string;
  /** Null: the topic has one, or it does not matter. */
  readonly partition: number | null;
  readonly messages: readonly Message[];
}

export interface DeliveryOptions {
  readonly producer: Producer;
  readonly limits: KafkaSinkLimits;
  readonly onEvent: KafkaSinkOptions["onEvent"];
  /** Aborted when nothing can be sent any more. */
  readonly closing: AbortSignal;
}

/**
 * The one place where Kafka is waited for: for ever, with longer and longer pauses, until it has answered for all of the batch or the signal is aborted.
 *
 * The producer is not idempotent: with kafkajs that loses acknowledged records when a request times out. What was sent twice is dropped by the reader's cursor.
 */
export function createDelivery({ producer, limits, onEvent, closing }: DeliveryOptions): Deliver {
  const link = createLink(producer);
  /** The reason that was told last; null: Kafka takes what is sent. */
  let told: string | null = null;
  const note = (detail: string | null): void => {
    if (told === detail) return;
    if (detail === null) onEvent({ type: "bus-back" });
    else onEvent({ type: told === null ? "bus-away" : "bus-still-away", detail });
    told = detail;
  };
  return async (batch, signal) => {
    for (let retryMs = limits.retryMsMin; ; retryMs = Math.min(2 * retryMs, limits.retryMsMax)) {
      signal.throwIfAborted();
      closing.throwIfAborted();
      try {
        await link.send(batch);
        note(null);
        return "delivered";
      } catch (error) {
        if (isTooLarge(error)) return "too-large";
        if (!isKafkaFailure(error)) throw error;
        if (isHalfOpen(error)) await link.reset();
        note(failureText(error));
      }
      await after(retryMs, undefined, { signal }).catch(() => undefined);
    }
  };
}

/** Where this Node has no zstd, gzip does. */
const { ZSTD, GZIP } = kafkajs.CompressionTypes;
const compression: CompressionTypes = typeof zstdCompressSync === "function" ? ZSTD : GZIP;

interface Link {
  send(batch: MessageBatch): Promise<void>;
  /** What kafkajs has of connections goes: it would use one that it never got an answer on for ever. */
  reset(): Promise<void>;
}

function createLink(producer: Producer): Link {
  let connected: Promise<void> | null = null;
  return {
    reset: async () => {
      connected = null;
      await producer.disconnect().catch(() => undefined);
    },
    send: async ({ topic, partition, messages }) => {
      connected ??= producer.connect();
      await connected.catch((error: unknown) => {
        connected = null;
        throw error;
      });
      const answers = await inSendSpan({ topic, messages: messages.length }, (headers) => {
        const own = { headers, partition };
        return producer.send({
          topic,
          acks: -1,
          compression,
          messages: messages.map((each) => placed(each, own)),
        });
      });
      if (!answers.some((answer) => answer.errorCode === 0 && isFor(answer, partition)))
        throw new Unanswered(topic, partition);
    },
  };
}

interface Own {
  readonly headers: Readonly<Record<string, string>>;
  readonly partition: number | null;
}

function placed(message: Message, { headers, partition }: Own): Message {
  return {
    ...message,
    headers: { ...message.headers, ...headers },
    ...(partition === null ? {} : { partition }),
  };
}

function isFor(answer: { readonly partition: number }, partition: number | null): boolean {
  return partition === null || answer.partition === partition;
}

/** For a partition that the topic does not have, kafkajs sends nothing, asks nobody, and resolves. */
class Unanswered extends Error {
  override readonly name = "KafkaJSUnanswered";
  constructor(topic: string, partition: number | null) {
    super(
      `${topic} has no partition ${partition ?? ""}: it was made anew with fewer. What to do: give it as many as it had`,
    );
  }
}
