import { expect, test } from "vitest";
import { createPatience } from "../../../../../processors/sources/kafka/patience.ts";
import type { KafkaSourceEvent } from "../../../../../processors/sources/kafka/index.ts";

test("of a topic that is gone what to do is told as well", () => {
  const events: KafkaSourceEvent[] = [];
  const patience = createPatience({ retryMsMin: 1, retryMsMax: 1 }, (event) => events.push(event));
  const cause = Object.assign(new Error("This server does not host this topic-partition"), {
    type: "UNKNOWN_TOPIC_OR_PARTITION",
  });
  patience.note(new Error(cause.message, { cause }));
  expect(events).toMatchObject([
    { detail: expect.stringMatching(/UNKNOWN_TOPIC_OR_PARTITION.*create the topic.*--create-topics/) },
  ]);
});

test("a Kafka that is away is told once for each reason, since the last one is what has to be put right", () => {
  const events: KafkaSourceEvent[] = [];
  const patience = createPatience({ retryMsMin: 1, retryMsMax: 1 }, (event) => events.push(event));
  const [loading, unauthorized] = [new Error("the coordinator is loading"), new Error("not authorized")];
  for (const failure of [loading, loading, unauthorized, unauthorized]) patience.note(failure);
  patience.over();
  patience.over();
  patience.note(unauthorized);
  expect(events).toEqual([
    { type: "bus-away", detail: "the coordinator is loading" },
    { type: "bus-still-away", detail: "not authorized" },
    { type: "bus-back" },
    { type: "bus-away", detail: "not authorized" },
  ]);
});
