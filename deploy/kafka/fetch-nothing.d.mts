import type { Kafka } from "kafkajs";

/** Rejects with what the broker says of a read behind the end of that partition; resolves where it says nothing. */
export declare function fetchNothing(
  kafka: Kafka,
  place: { readonly topic: string; readonly partition: number },
): Promise<void>;
