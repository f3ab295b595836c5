import { createHash } from "node:crypto";
import { describe, expect, it, onTestFinished } from "vitest";
import { bytesOf, madeReport, madeSlice, nameOf } from "../support/made-shipments.ts";
import { openKafkaBus } from "../support/kafka-bus.ts";
import type { KafkaBus } from "../support/kafka-bus.ts";
import { kcat, uniqueName, useKafka } from "../support/kafka.ts";
import { readOn } from "../support/read-bus.ts";
import { waitUntil } from "../support/wait-until.ts";
import kafkajs from "kafkajs";
import type { Producer } from "kafkajs";
import type { BusSink, Shipment } from "../../collectors/contract/index.ts";

const kafka = useKafka();
const { signal } = new AbortController();

async function bus(options: Parameters<typeof openKafkaBus>[1] = {}): Promise<KafkaBus> {
  const opened = await openKafkaBus(kafka, options);
  onTestFinished(() => opened.close());
  return opened;
}

const range = (host: string, first: number, end: number): Shipment[] =>
  Array.from({ length: end - first }, (_, index) => madeSlice(host, first + index, "", 1000));

async function sendEach(sink: BusSink, shipments: readonly Shipment[]): Promise<void> {
  for (const shipment of shipments) await sink.send([shipment], signal);
}

/** Somebody else who writes to the topic, until the test ends. */
async function foreignProducer(): Promise<Producer> {
  const foreign = kafka.kafka().producer({ allowAutoTopicCreation: false });
  await foreign.connect();
  onTestFinished(() => foreign.disconnect());
  return foreign;
}

describe("what stands in Kafka", () => {
  it("an independent reader shows the lines of the log, and where they are from", async () => {
    const { topic, sink } = await bus();
    const line = "2026-11-28 09:00:00 10.0.0.4 GET /certsrv/mscep/mscep.dll 200\n";
    const slice = madeSlice("ndes01.contoso.test", 0, "#Fields: date time");
    const bytes = Buffer.from(line.repeat(50));
    await sink().send(
      [{ ...slice, slice: { ...slice.slice, bytes } }, madeReport("ndes01.contoso.test", 1)],
      signal,
    );
    const [first = "", second = "", third] = kcat(kafka.addresses(), topic, "%k %h\n%s").split("\n");
    expect(first).toMatch(
      /^ndes01[.]contoso[.]test scepscope=1 slice,format=iis-w3c,.*host=ndes01[.]contoso[.]test/,
    );
    expect(first).toContain(`offset=0,end=${bytes.length},eof=0,read-at=0`);
    expect(`${second}\n`).toBe(line);
    expect(third).toBe(second);
    expect(kcat(kafka.addresses(), topic, "%s\n")).toContain('[{"name":"a.log","format":"iis-w3c"');
  });

  it("what is no shipment is counted at its place, and what follows is read", async () => {
    const { topic, sink, reader, sourceEvents } = await bus();
    const sender = sink();
    await sender.send(range("ndes01", 0, 2), signal);
    const foreign = await foreignProducer();
    const junk = Buffer.from(Array.from({ length: 300 }, (_, index) => (index * 89) % 256));
    await foreign.send({
      topic,
      messages: [
        { key: null, value: null },
        { key: junk, value: junk, headers: { scepscope: "1 slice", host: [junk, "a"] } },
        { key: "a", value: junk, headers: { scepscope: "9 slice" } },
      ],
    });
    await sender.send(range("ndes01", 2, 3), signal);
    const reading = readOn(reader().source);
    await waitUntil(() => reading.shipments.length === 3);
    await reading.end();
    const rejected = reading.batches.flatMap((batch) => batch.rejected ?? []);
    expect(rejected.map(({ place, reason }) => [place, reason])).toEqual([
      [`${topic} p0 2`, "message.foreign"],
      [`${topic} p0 3`, "message.header"],
      [`${topic} p0 4`, "message.version"],
    ]);
    expect(sourceEvents.filter(({ type }) => type === "message-rejected")).toHaveLength(3);
  });

  it.each(["commit", "abort"] as const)(
    "nothing waits behind the last message where another's transaction ends the topic: %s",
    async (end) => {
      const { topic, sink, reader, sourceEvents } = await bus();
      await sink().send(range("ndes01", 0, 3), signal);
      const foreign = kafka.kafka().producer({ transactionalId: uniqueName(), maxInFlightRequests: 1 });
      await foreign.connect();
      onTestFinished(() => foreign.disconnect());
      const transaction = await foreign.transaction();
      await transaction.send({ topic, messages: [{ value: "a" }] });
      await transaction[end]();
      // The marker of the end is written a moment after the answer.
      await waitUntil(async () => (await kafka.admin().fetchTopicOffsets(topic))[0]?.high === "5");
      const reading = readOn(reader().source);
      const count = end === "commit" ? 4 : 3;
      await waitUntil(() => reading.kept.get("p0")?.includes(` ${count} `) === true);
      await reading.end();
      expect(reading.batches.at(-1)?.waiting).toBe(0);
      expect(sourceEvents.filter(({ type }) => type === "offset-reset")).toEqual([]);
    },
  );

  it("markers that come alone are told as nothing that waits, and whoever goes on behind them misses nothing", async () => {
    const { topic, sink, reader, sourceEvents } = await bus();
    const sender = sink();
    await sender.send(range("ndes01", 0, 3), signal);
    const leaving = reader();
    const first = readOn(leaving.source);
    await waitUntil(() => first.kept.get("p0")?.includes(" 3 ") === true);
    const foreign = kafka.kafka().producer({ transactionalId: uniqueName(), maxInFlightRequests: 1 });
    await foreign.connect();
    onTestFinished(() => foreign.disconnect());
    const transaction = await foreign.transaction();
    await transaction.send({ topic, messages: [{ value: "a" }] });
    await transaction.abort();
    await waitUntil(() => / 3 \d+ 5$/.test(first.kept.get("p0") ?? ""));
    expect(first.batches.at(-1)).toMatchObject({ shipments: [], waiting: 0 });
    await first.end();
    await leaving.close();
    await sender.send(range("ndes01", 3, 4), signal);
    const second = readOn(reader().source, { kept: first.kept });
    await waitUntil(() => second.shipments.length === 1);
    await second.end();
    expect(sourceEvents.filter(({ type }) => type === "offset-reset")).toEqual([]);
  });

  it("of a partition that holds nothing it is told that nothing waits, once", async () => {
    const { sink, reader } = await bus();
    const reading = readOn(reader().source);
    await waitUntil(() => reading.batches.length > 0);
    await sink().send(range("ndes01", 0, 1), signal);
    await waitUntil(() => reading.shipments.length === 1);
    await reading.end();
    expect(reading.batches.map(({ shipments, waiting }) => [shipments.length, waiting])).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });

  it("what unpacks to more than any collector sends is counted, and what follows is read", async () => {
    const { topic, sink, reader, sourceEvents } = await bus();
    const sender = sink();
    await sender.send(range("ndes01", 0, 2), signal);
    const foreign = await foreignProducer();
    const messages = ["a", Buffer.alloc(65 * 2 ** 20), "b"].map((value) => ({ value }));
    await foreign.send({ topic, compression: kafkajs.CompressionTypes.GZIP, messages });
    await sender.send(range("ndes01", 2, 3), signal);
    const reading = readOn(reader().source);
    await waitUntil(() => reading.shipments.length === 3);
    await reading.end();
    const rejected = reading.batches.flatMap((batch) => batch.rejected ?? []);
    expect(rejected.map(({ place, reason }) => [place, reason])).toEqual(
      [2, 3, 4].map((offset) => [`${topic} p0 ${offset}`, "message.packing"]),
    );
    expect(sourceEvents.filter(({ type }) => type === "offset-reset")).toEqual([]);
  });
});

describe("what Kafka refuses", () => {
  /** That nothing can compress, and the same each time. */
  const random = (length: number): Uint8Array => {
    const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, index) =>
      createHash("sha256").update(String(index)).digest(),
    );
    return Buffer.concat(blocks).subarray(0, length);
  };

  it("a slice that is too large comes in pieces, each byte once and in order", async () => {
    const topic = await kafka.topic({ configEntries: [{ name: "max.message.bytes", value: "20000" }] });
    const { sink, reader, sinkEvents } = await bus({ topic });
    const slice = madeSlice("ndes01", 0);
    const bytes = random(100_000);
    await sink().send(
      [{ ...slice, slice: { ...slice.slice, bytes, end: true } }, madeSlice("ndes01", 10)],
      signal,
    );
    const reading = readOn(reader().source);
    await waitUntil(() => reading.shipments.reduce((sum, one) => sum + bytesOf(one), 0) === 110_000);
    await reading.end();
    const slices = reading.shipments.flatMap((one) => (one.type === "slice" ? [one.slice] : []));
    expect(Buffer.concat(slices.slice(0, -1).map((one) => one.bytes))).toEqual(Buffer.from(bytes));
    expect(slices.map(({ offset }) => offset)).toEqual(
      slices.map(({ offset }) => offset).toSorted((a, b) => a - b),
    );
    expect(slices.map(({ end }) => end)).toEqual(slices.map((_, index) => index === slices.length - 2));
    expect(sinkEvents.map(({ type }) => type)).toContain("slice-split");
  });

  it("what is too large in any size leaves a pointer in the topic of what was rejected", async () => {
    const topic = await kafka.topic({ configEntries: [{ name: "max.message.bytes", value: "2500" }] });
    const rejectedTopic = await kafka.topic();
    const { sink, reader, sinkEvents } = await bus({ topic });
    const slice = madeSlice("ndes01", 0);
    const bytes = random(5000);
    const sent = sink({ rejectedTopic }).send(
      [{ ...slice, slice: { ...slice.slice, bytes } }, madeSlice("ndes01", 1, "", 500)],
      signal,
    );
    await sent;
    const reading = readOn(reader().source);
    await waitUntil(() => reading.shipments.length === 1);
    await reading.end();
    expect(reading.shipments.map(nameOf)).toEqual(["ndes01/1"]);
    const pointer: unknown = JSON.parse(kcat(kafka.addresses(), rejectedTopic, "%s"));
    expect(pointer).toMatchObject({ reason: "slice.too-large", host: "ndes01", offset: 0, bytes: 5000 });
    expect(sinkEvents.map(({ type }) => type)).toEqual(["too-large"]);
  });

  it("nothing is taken for sent that went to a partition which is not there", async () => {
    const { sink, sinkEvents } = await bus();
    const own = new AbortController();
    const sending = sink({ partitions: 1000 }).send([madeSlice("ndes01", 0)], own.signal);
    await waitUntil(() => sinkEvents.length > 0);
    own.abort(new Error("stopped"));
    await expect(sending).rejects.toThrow("stopped");
    expect(sinkEvents).toMatchObject([
      { type: "bus-away", detail: expect.stringContaining("has no partition") },
    ]);
  });
});

describe("a position that does not fit what Kafka holds is said, and read from the oldest", () => {
  it("what was deleted before it was read", async () => {
    const { topic, sink, reader, sourceEvents } = await bus();
    await sendEach(sink(), range("ndes01", 0, 10));
    const earlier = reader({ batchShipmentsMax: 4 });
    const first = readOn(earlier.source);
    await waitUntil(() => first.batches.length > 1);
    await first.end();
    await earlier.close();
    const kept = new Map([["p0", first.batches[0]?.position ?? ""]]);
    const count = first.batches[0]?.shipments.length ?? 0;
    // kafkajs finds the leader only of a topic that it was asked for before.
    await kafka.admin().fetchTopicOffsets(topic);
    await kafka.admin().deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: "7" }] });
    const later = readOn(reader().source, { kept });
    await waitUntil(() => later.shipments.length === 3);
    await later.end();
    expect(later.shipments.map(nameOf)).toEqual(["ndes01/7", "ndes01/8", "ndes01/9"]);
    const reset = {
      type: "offset-reset",
      partition: "p0",
      expected: String(count),
      found: "7",
      why: "retention",
    };
    expect(sourceEvents).toContainEqual(reset);
  });

  it.each([
    ["shorter than it was", 3],
    ["longer than it was", 12],
  ])("a topic that was made anew and is %s", async (_, length) => {
    const { topic, sink, reader, sourceEvents } = await bus();
    await sendEach(sink(), range("ndes01", 0, 6));
    const first = reader();
    const before = readOn(first.source);
    await waitUntil(() => before.shipments.length === 6);
    await before.end();
    await first.close();
    await kafka.admin().deleteTopics({ topics: [topic] });
    await waitUntil(async () => !(await kafka.admin().listTopics()).includes(topic));
    await kafka.make(topic);
    await sendEach(sink(), range("ndes02", 0, length));
    const later = readOn(reader().source, { kept: before.kept });
    await waitUntil(() => later.shipments.length === length);
    await later.end();
    expect(later.shipments.map(nameOf)[0]).toBe("ndes02/0");
    const reset = { type: "offset-reset", partition: "p0", expected: "6", found: "0", why: "topic-anew" };
    expect(sourceEvents).toContainEqual(reset);
  });

  it("a topic that is made anew while it is read", async () => {
    const { topic, sink, reader, sourceEvents } = await bus();
    await sendEach(sink(), range("ndes01", 0, 6));
    const reading = readOn(reader().source);
    await waitUntil(() => reading.shipments.length === 6);
    await kafka.admin().deleteTopics({ topics: [topic] });
    await waitUntil(async () => !(await kafka.admin().listTopics()).includes(topic));
    await kafka.make(topic);
    await sendEach(sink(), range("ndes02", 0, 3));
    await waitUntil(() => reading.shipments.length === 9);
    await reading.end();
    expect(reading.shipments.slice(6).map(nameOf)).toEqual(["ndes02/0", "ndes02/1", "ndes02/2"]);
    expect(sourceEvents).toContainEqual(expect.objectContaining({ type: "offset-reset", why: "topic-anew" }));
  });
});

describe("readers of one group", () => {
  it("share the partitions: each has one reader, and what a reader keeps is not read again", async () => {
    const partitions = 4;
    const { sink, reader } = await bus({ partitions });
    const hosts = Array.from({ length: 12 }, (_, index) => `host${index}`);
    const sender = sink();
    const sendAll = (number: number): Promise<void> =>
      sender.send(
        hosts.flatMap((host) => range(host, number, number + 1)),
        signal,
      );
    const kept = new Map<string, string>();
    await sendAll(0);
    const one = readOn(reader().source, { kept });
    await waitUntil(() => one.shipments.length === hosts.length);
    const second = reader();
    const two = readOn(second.source, { kept });
    await waitUntil(() => two.asked.length > 0 && two.asked.length === one.lost.length);
    await sendAll(1);
    await waitUntil(() => one.shipments.length + two.shipments.length === 2 * hosts.length);
    expect(new Set(two.asked).size).toBe(2);
    expect(one.lost.toSorted()).toEqual(two.asked.toSorted());
    expect(one.asked).toHaveLength(4);
    await two.end();
    await second.close();
    await sendAll(2);
    await waitUntil(() => one.shipments.length + two.shipments.length === 3 * hosts.length);
    expect(one.asked).toHaveLength(6);
    await one.end();
    for (const host of hosts) {
      const seen = [...one.shipments, ...two.shipments]
        .map(nameOf)
        .filter((name) => name.startsWith(`${host}/`));
      expect(seen.toSorted()).toEqual([`${host}/0`, `${host}/1`, `${host}/2`]);
    }
  });

  it("a reader that is overtaken does not ask for what is another's", async () => {
    const { sink, reader } = await bus({ partitions: 2 });
    await sink().send(
      ["a", "b", "c", "d", "e"].flatMap((host) => range(host, 0, 1)),
      signal,
    );
    const [first, second] = [reader(), reader()];
    const one = readOn(first.source);
    await waitUntil(() => one.shipments.length === 5);
    const two = readOn(second.source);
    await waitUntil(() => two.asked.length === 1 && one.lost.length === 1);
    const [gone = ""] = one.lost;
    const asked = one.asked.length;
    first.source.retake(gone);
    const [own = ""] = one.asked.filter((partition) => partition !== gone);
    first.source.retake(own);
    await waitUntil(() => one.asked.length > asked);
    await Promise.all([one.end(), two.end()]);
    expect(one.asked.slice(asked)).toEqual([own]);
  });

  it("a reader that is slow keeps its partitions, and holds no more than it may", async () => {
    const { sink, reader, sourceEvents } = await bus();
    await sendEach(sink(), range("ndes01", 0, 60));
    const limits = { sessionMs: 6000, heartbeatMs: 200, heldBytesMax: 20_000, batchShipmentsMax: 5 };
    const begun = performance.now();
    const reading = readOn(reader({ ...limits, partitionFetchBytesMax: 2000 }).source, {
      each: () => waitUntil(() => performance.now() > begun + 8000),
    });
    await waitUntil(() => reading.shipments.length === 60);
    await reading.end();
    expect(reading.lost).toEqual([]);
    expect(reading.asked).toEqual(["p0"]);
    expect(reading.shipments.map(nameOf)).toEqual(range("ndes01", 0, 60).map(nameOf));
    expect(sourceEvents.filter(({ type }) => type === "assigned")).toHaveLength(1);
  });

  it("tells Kafka what is done, for those who watch the lag", async () => {
    const topic = await kafka.topic();
    const { sink, reader } = await openKafkaBus(kafka, { topic });
    const groupId = uniqueName();
    await sendEach(sink(), range("ndes01", 0, 7));
    const { createKafkaSource } = await import("../../processors/sources/kafka/index.ts");
    const own = createKafkaSource({ kafka: kafka.kafka(), topic, groupId, onEvent: () => {} });
    const reading = readOn(own.source);
    await waitUntil(() => reading.shipments.length === 7);
    await reading.end();
    await own.close();
    await reader().close();
    const [offsets] = await kafka.admin().fetchOffsets({ groupId, topics: [topic] });
    expect(offsets?.partitions).toMatchObject([{ partition: 0, offset: "7" }]);
  });
});
