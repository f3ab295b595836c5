import { describe, expect, it, onTestFinished } from "vitest";
import { openKafkaBus } from "../support/kafka-bus.ts";
import { kcat, useKafka } from "../support/kafka.ts";
import { madeSlice } from "../support/made-shipments.ts";
import { readOn } from "../support/read-bus.ts";
import { inOrder, sendOn } from "../support/send-bus.ts";
import { waitUntil } from "../support/wait-until.ts";

const kafka = useKafka();
const quick = { connectMsMax: 500, requestMsMax: 700 };

describe("whatever happens, each host's slices arrive, in order", () => {
  it("a broker is killed while it is written to and read, and comes back", async () => {
    const { close, sinkEvents, sourceEvents, ...bus } = await openKafkaBus(kafka, { partitions: 2 });
    onTestFinished(close);
    const senders = ["a", "b"].map(
      (host) => [host, sendOn(bus.sink({ kafka: kafka.kafka(quick) }), host)] as const,
    );
    const kept = new Map<string, string>();
    const reading = readOn(bus.reader().source, { kept });
    await waitUntil(() => reading.shipments.length > 40);
    await kafka.cluster().kill(1);
    await waitUntil(() => sinkEvents.some(({ type }) => type === "bus-away"));
    await kafka.cluster().start(1);
    const before = reading.shipments.length;
    await waitUntil(() => reading.shipments.length > before + 40);
    for (const [, sender] of senders) await sender.end();
    for (const [host, sender] of senders) {
      await waitUntil(() => inOrder(reading, host).count >= sender.sent());
      expect(inOrder(reading, host).count).toBe(sender.sent());
    }
    await reading.end();
    expect(sinkEvents.at(-1)).toEqual({ type: "bus-back" });
    expect(sourceEvents.filter(({ type }) => type === "offset-reset")).toEqual([]);
  }, 300_000);

  it("a broker hangs for longer than anybody waits, again and again", async () => {
    const { close, sinkEvents, ...bus } = await openKafkaBus(kafka);
    onTestFinished(close);
    const sender = sendOn(bus.sink({ kafka: kafka.kafka(quick) }), "a");
    const reading = readOn(bus.reader().source);
    const last = (): string | undefined => sinkEvents.at(-1)?.type;
    // Until it took what was sent again because nobody had heard its answer.
    for (let times = 0; times < 3 || (times < 20 && inOrder(reading, "a").repeats === 0); times += 1) {
      const before = sender.sent();
      await waitUntil(() => sender.sent() > before + 20);
      kafka.cluster().pause(1);
      try {
        await waitUntil(() => last() === "bus-away");
      } finally {
        kafka.cluster().wake(1);
      }
      await waitUntil(() => last() === "bus-back");
      const now = sender.sent();
      await waitUntil(() => inOrder(reading, "a").count >= now);
    }
    await sender.end();
    await waitUntil(() => inOrder(reading, "a").count >= sender.sent());
    const { count, repeats } = inOrder(reading, "a");
    expect(count).toBe(sender.sent());
    expect(repeats).toBeGreaterThan(0);
    await reading.end();
  }, 300_000);
});

/** Why the sink has `idempotent: false`. If this fails, kafkajs has learned it, and the sink may be changed. */
it("an idempotent producer of kafkajs loses what it has acknowledged, when sends overlap and one times out", async () => {
  const topic = await kafka.topic();
  const producer = kafka
    .kafka(quick)
    .producer({ idempotent: true, maxInFlightRequests: 5, retry: { retries: 50 } });
  await producer.connect();
  onTestFinished(() => producer.disconnect());
  const acknowledged: number[] = [];
  let [next, isOver] = [0, false];
  const worker = async (): Promise<void> => {
    while (!isOver) {
      const number = next;
      next += 1;
      await producer.send({ topic, acks: -1, messages: [{ value: String(number) }] });
      acknowledged.push(number);
    }
  };
  const workers = Promise.allSettled([worker(), worker(), worker(), worker()]);
  const goesOn = async (): Promise<void> => {
    const before = acknowledged.length;
    await waitUntil(() => acknowledged.length > before + 200);
  };
  const lost = (): number => {
    const asked = [...acknowledged];
    const found = new Set(kcat(kafka.addresses(), topic, "%s\n").split("\n"));
    return asked.filter((number) => !found.has(String(number))).length;
  };
  await goesOn();
  // Whether one of those that are under way is answered in time is chance: mostly the first time shows it.
  for (let times = 0; times < 20 && lost() === 0; times += 1) {
    kafka.cluster().pause(1);
    const pausedAt = performance.now();
    await waitUntil(() => performance.now() > pausedAt + 1500);
    kafka.cluster().wake(1);
    await goesOn();
  }
  isOver = true;
  await workers;
  expect(lost()).toBeGreaterThan(0);
}, 300_000);

it("a sink that is closed while Kafka is away ends what it could not send", async () => {
  const { close, sink } = await openKafkaBus(kafka);
  onTestFinished(close);
  const away = kafka.kafka({ ...quick, brokers: ["127.0.0.1:9"] });
  const events: string[] = [];
  const { signal } = new AbortController();
  const sending = sink({ kafka: away, onEvent: ({ type }) => events.push(type) }).send(
    [madeSlice("a", 0)],
    signal,
  );
  await waitUntil(() => events.includes("bus-away"));
  await Promise.all([close(), expect(sending).rejects.toThrow("the sink is closed")]);
});
