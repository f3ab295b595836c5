/** What is the matter, as far down as it is told: the type that the broker gave, such as `MESSAGE_TOO_LARGE`. */
function brokerType(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("type" in at && typeof at.type === "string") return at.type;
  }
  return null;
}

const tooLarge: ReadonlySet<string> = new Set(["MESSAGE_TOO_LARGE", "RECORD_LIST_TOO_LARGE"]);

/** The broker will not take it in this size, however often it is sent. */
export function isTooLarge(error: unknown): boolean {
  return tooLarge.has(brokerType(error) ?? "");
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
  ["TOPIC_AUTHORIZATION_FAILED", "What to do: give this user the right to write to the topic"],
  ["UNKNOWN_TOPIC_OR_PARTITION", "What to do: create the topic, or start once with --create-topics"],
  ["SASL_AUTHENTICATION_FAILED", "What to do: look at the user and the secret"],
  [
    "INVALID_TIMESTAMP",
    "What to do: set message.timestamp.type=LogAppendTime on the topic, or put this host's clock right",
  ],
  ["NOT_ENOUGH_REPLICAS", "What to do: too few brokers are there for min.insync.replicas"],
]);
