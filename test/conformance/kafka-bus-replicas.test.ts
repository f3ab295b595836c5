import { expect, it, onTestFinished } from "vitest";
import { preflight } from "../../deploy/kafka/index.ts";
import { openKafkaBus } from "../support/kafka-bus.ts";
import { useKafka } from "../support/kafka.ts";
import { readOn } from "../support/read-bus.ts";
import { inOrder, sendOn } from "../support/send-bus.ts";
import { waitUntil } from "../support/wait-until.ts";

const kafka = useKafka({ brokers: 3 });

it("one broker of three is lost: the others go on, and nothing is lost or overtaken", async () => {
  const { topic, close, sink, reader, sourceEvents } = await openKafkaBus(kafka, { partitions: 3 });
  onTestFinished(close);
  const quick = kafka.kafka({ connectMsMax: 500, requestMsMax: 2000 });
  const hosts = ["a", "b", "c", "d", "e", "f"];
  const senders = hosts.map((host) => [host, sendOn(sink({ kafka: quick }), host)] as const);
  const reading = readOn(reader().source);
  await waitUntil(() => senders.every(([, { sent }]) => sent() > 20));
  await kafka.cluster().kill(2);
  const at = senders.map(([, { sent }]) => sent());
  await waitUntil(() => senders.every(([, { sent }], index) => sent() > (at[index] ?? 0) + 20));
  for (const [host, sender] of senders) {
    await sender.end();
    await waitUntil(() => inOrder(reading, host).count >= sender.sent());
    expect(inOrder(reading, host).count).toBe(sender.sent());
  }
  await reading.end();
  expect(sourceEvents.filter(({ type }) => type === "offset-reset")).toEqual([]);
  const needs = { topic, rejectedTopic: topic, groupId: null, lifetimeMs: 3_600_000, sliceBytesMax: 262_144 };
  const findings = await preflight(kafka.admin(), needs);
  expect(findings.find(({ about }) => about === "in-sync replicas")).toMatchObject({ level: "warn" });
  expect(findings.find(({ about }) => about === "replicas")).toMatchObject({ level: "ok" });
}, 400_000);
