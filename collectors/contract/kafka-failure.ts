/** The world fails, not this program: what the client of Kafka says of brokers and connections. Whether it calls it retriable means nothing. */
export function isKafkaFailure(error: unknown): error is Error {
  return error instanceof Error && (error.name.startsWith("KafkaJS") || isHalfOpen(error));
}

/** A broker has taken the connection and then gave no answer: kafkajs holds it for connected, and throws an error without a name at each request. */
export function isHalfOpen({ message }: Error): boolean {
  return message === "Broker not connected";
}
