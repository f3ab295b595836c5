import { expect, it, onTestFinished } from "vitest";
import { parseConfig } from "../../deploy/config/index.ts";
import { openTopic } from "../../deploy/fleet/open-topic.ts";
import { wakeAfter } from "../../deploy/runtime/clock.ts";
import { madeSlice } from "../support/made-shipments.ts";
import { openKafkaBus } from "../support/kafka-bus.ts";
import { quiet, useKafka } from "../support/kafka.ts";
import { waitUntil } from "../support/wait-until.ts";

const kafka = useKafka();
const quick = { connectMsMax: 500, requestMsMax: 500 };

it("who begins while a broker takes connections and answers nothing waits for it, and goes on", async () => {
  const { close, topic, sink, sinkEvents } = await openKafkaBus(kafka);
  onTestFinished(close);
  const brokers = JSON.stringify(kafka.addresses());
  const config = parseConfig(`kafka: { brokers: ${brokers}, topic: ${topic}, retryMsMax: 100 }`, "test");
  const { signal } = new AbortController();
  const troubles: unknown[] = [];
  const log = { ...quiet, error: (_: string, fields: object = {}) => void troubles.push(fields) };
  kafka.cluster().pause(1);
  onTestFinished(() => kafka.cluster().wake(1));
  const opening = openTopic({
    ...{ kafka: kafka.kafka(quick), config, createsTopics: false, role: "collect", log },
    ...{ wake: wakeAfter, signal },
  });
  const sending = sink({ kafka: kafka.kafka(quick) }).send([madeSlice("ndes01", 0)], signal);
  await waitUntil(() => troubles.length > 1 && sinkEvents.length > 0);
  kafka.cluster().wake(1);
  expect(await opening).toBe(1);
  await sending;
  expect(sinkEvents.at(-1)).toEqual({ type: "bus-back" });
});

it("who reads while a broker begins to answer nothing says so before the client gives up, and says when it is over", async () => {
  const { close, reader, sink, sourceEvents } = await openKafkaBus(kafka);
  onTestFinished(close);
  const { signal } = new AbortController();
  await sink().send([madeSlice("ndes01", 0)], signal);
  const { source } = reader({}, { kafka: kafka.kafka({ requestMsMax: 1000 }) });
  const batches = source.batches({ resume: async () => null, lost: () => undefined, signal });
  expect((await batches[Symbol.asyncIterator]().next()).value).toMatchObject({ waiting: 0 });
  kafka.cluster().pause(1);
  onTestFinished(() => kafka.cluster().wake(1));
  const told = (type: string): unknown => sourceEvents.find((event) => event.type === type);
  await waitUntil(() => told("bus-away") !== undefined);
  // Whichever of the two was asked first.
  expect(told("bus-away")).toMatchObject({
    detail: expect.stringMatching(/ has not answered \((?:Fetch|Heartbeat)\)$/),
  });
  kafka.cluster().wake(1);
  await waitUntil(() => told("bus-back") !== undefined);
});
