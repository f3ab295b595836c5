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

/** Nor is it made by waiting. */
export function mayNotMake({
  topic,
  rejectedTopic,
}: {
  readonly topic: string;
  readonly rejectedTopic: string;
}): Error {
  return cliError({
    code: "kafka.no-topic",
    what: `Kafka does not let this user make or see the topics "${topic}" and "${rejectedTopic}"`,
    remedy:
      "create them, or give this user the rights to create and to describe both, and start again; a collector needs that to write, too",
  });
}
