import { cliError } from "../errors/cli-error.ts";

/** Kafka answers, and the topic is not there: waiting would not help. */
export function noTopic(topic: string): Error {
  return cliError({
    code: "kafka.no-topic",
    what: `Kafka has no topic "${topic}", or this user may not see it`,
    remedy:
      "create it, or start a collector once with --create-topics; else give this user the right to describe it",
  });
}
