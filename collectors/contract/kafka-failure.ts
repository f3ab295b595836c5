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
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("type" in at && typeof at.type === "string") return at.type;
  }
  return null;
}

/** In words for a log; a remedy where the matter is one of rights or of the topic. */
export function failureText(error: Error): string {
  const type = brokerType(error);
  const remedy = remedies.get(type ?? "");
  return [
    error.message,
    ...(type === null ? [] : [`(${type})`]),
    ...(remedy === undefined ? [] : [remedy]),
  ].join(" ");
}

const remedies: ReadonlyMap<string, string> = new Map([
  [
    "TOPIC_AUTHORIZATION_FAILED",
    "What to do: give this user the right to write to the topic, or to read from it where it processes",
  ],
  ["GROUP_AUTHORIZATION_FAILED", "What to do: give this user the right to read in the group"],
  ["UNKNOWN_TOPIC_OR_PARTITION", "What to do: create the topic, or start once with --create-topics"],
  ["SASL_AUTHENTICATION_FAILED", "What to do: look at the user and the secret"],
  [
    "INVALID_TIMESTAMP",
    "What to do: set message.timestamp.type=LogAppendTime on the topic, or put this host's clock right",
  ],
  ["NOT_ENOUGH_REPLICAS", "What to do: too few brokers are there for min.insync.replicas"],
]);
