import type { KafkaSinkEvent } from "../../collectors/sinks/kafka/index.ts";
import type { KafkaSourceEvent } from "../../processors/sources/kafka/index.ts";
import type { Log } from "../runtime/log.ts";

type Level = "debug" | "info" | "warn" | "error";

/** What the two ends of Kafka tell, as lines of our own log. */
export function saySinkEvent(log: Log, { type, ...fields }: KafkaSinkEvent): void {
  const [level, message] = sinkMessages[type];
  log[level](message, fields);
}

const sinkMessages: Readonly<Record<KafkaSinkEvent["type"], readonly [Level, string]>> = {
  "bus-away": ["error", "Kafka takes nothing: reading waits, nothing is lost, and it is tried again"],
  "bus-still-away": ["error", "Kafka takes nothing, for another reason now: it is tried again"],
  "bus-back": ["info", "Kafka takes slices again"],
  "slice-split": ["info", "a slice was larger than the topic takes, and was split"],
  "too-large": [
    "error",
    "Kafka does not take it in any size: a pointer is in the topic of what was rejected",
  ],
};

export function saySourceEvent(log: Log, { type, ...fields }: KafkaSourceEvent): void {
  const [level, message] = sourceMessages[type];
  log[level](message, fields);
}

const sourceMessages: Readonly<Record<KafkaSourceEvent["type"], readonly [Level, string]>> = {
  assigned: ["info", "the group was made anew: these partitions are read here"],
  "bus-away": ["error", "Kafka gives nothing: it is tried again"],
  "bus-still-away": ["error", "Kafka gives nothing, for another reason now: it is tried again"],
  "bus-back": ["info", "Kafka answers again"],
  "offset-reset": [
    "error",
    "Kafka does not hold what was to be read next: reading goes on with what there is",
  ],
  "message-rejected": ["warn", "a message is no shipment: it is counted and passed over"],
};
