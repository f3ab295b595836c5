import { knownTrouble, tlsTroubles } from "./trouble.ts";
import type { KnownTrouble, Trouble } from "./trouble.ts";

/**
 * The world fails, not this program: what the client of Kafka says of brokers and connections. Whether it calls it retriable means nothing. By name, because both ends of the bus
 * must tell it, and whoever reads this contract must not load that client.
 */
export function isKafkaFailure(error: unknown): error is Error {
  return error instanceof Error && (error.name.startsWith("KafkaJS") || isHalfOpen(error));
}

/** A broker has taken the connection and then gave no answer: kafkajs holds it for connected, and throws an error without a name at each request. */
export function isHalfOpen({ message }: Error): boolean {
  return message === "Broker not connected";
}

/** What is the matter, as far down as it is told: the type that the broker gave, such as `MESSAGE_TOO_LARGE`. */
export function brokerType(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = below(at)) {
    if ("type" in at && typeof at.type === "string") return at.type;
  }
  return null;
}

/** Where several were asked for, what became of the first. */
function below(error: Error): unknown {
  return "errors" in error && Array.isArray(error.errors) ? error.errors[0] : error.cause;
}

/** In words for a log, with a remedy where the matter is known. */
export function failureText(error: Error): string {
  const type = brokerType(error);
  const trouble = kafkaTrouble(error);
  return [
    error.message.trim(),
    ...(type === null ? [] : [`(${type})`]),
    ...(trouble === null ? [] : [`What to do: ${trouble.remedy}`]),
  ].join(" ");
}

/** Null: Kafka does not answer, or nobody knows more than it says. */
export function kafkaTrouble(error: Error): Trouble | null {
  return knownTrouble(`${error.name} ${brokerType(error) ?? ""} ${error.message}`, troubles);
}

const troubles: readonly KnownTrouble[] = [
  ...tlsTroubles,
  [
    /does not support the requested SASL mechanism/,
    "Kafka does not take this way to say who one is",
    "set `kafka.sasl.mechanism` to one of the brokers' own (`sasl.enabled.mechanisms`)",
  ],
  [
    /SASL_AUTHENTICATION_FAILED|authentication failed/i,
    "Kafka refuses this user",
    "look at `kafka.sasl.username`, at the secret, and at `kafka.sasl.mechanism`, for which this user must have been made",
  ],
  [
    /current SASL state/,
    "Kafka asks nobody on this port who he is",
    "name the port that does (`kafka.brokers`), or set `kafka.sasl.mechanism` to off",
  ],
  [
    /KafkaJSGroupCoordinatorNotFound/,
    "Kafka tells this user of no coordinator of the group, because it may not read in it, or because there is none yet",
    "give this user the right to read in the group",
  ],
  [
    /TOPIC_AUTHORIZATION_FAILED/,
    "Kafka refuses this user the topic",
    "give this user the right to write to the topic, or to read from it where it processes",
  ],
  [
    /GROUP_AUTHORIZATION_FAILED/,
    "Kafka refuses this user the group",
    "give this user the right to read in the group",
  ],
  [
    /UNKNOWN_TOPIC_OR_PARTITION/,
    "Kafka has no such topic",
    "create the topic, or start once with --create-topics",
  ],
  [
    /INVALID_TIMESTAMP/,
    "Kafka refuses the time of this host",
    "set message.timestamp.type=LogAppendTime on the topic, or put this host's clock right",
  ],
  [
    /NOT_ENOUGH_REPLICAS/,
    "Kafka has too few brokers at this moment",
    "too few brokers are there for min.insync.replicas: start them",
  ],
  [
    /ENOTFOUND/,
    "nobody knows this name",
    "look at the names in `kafka.brokers`, and at those that the brokers advertise (`advertised.listeners`)",
  ],
];
