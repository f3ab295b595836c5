import { execFileSync } from "node:child_process";
import { describe, expect, it, onTestFinished } from "vitest";
import { openKafkaBus, successively } from "../support/kafka-bus.ts";
import { kcat, useKafka } from "../support/kafka.ts";
import { madeSlice } from "../support/made-shipments.ts";
import { promiseBus } from "./bus.ts";

const kafka = useKafka();

describe("the bus in Kafka", () => {
  promiseBus(() => ({
    ...successively(() => openKafkaBus(kafka, { partitions: 2 })),
    shipmentsMax: null,
    batchShipmentsMax: 4,
    crashRunsMax: 6,
  }));

  it("gives a host the partition that other clients find it in by its name", async () => {
    const partitions = 7;
    const { topic, sink, close } = await openKafkaBus(kafka, { partitions });
    onTestFinished(close);
    const hosts = [
      "a",
      "ab",
      "abc",
      "ndes01",
      "ndes02.contoso.test",
      "ca-01.contoso.test",
      "übung",
      "x".repeat(255),
    ];
    const { signal } = new AbortController();
    await sink().send(
      hosts.map((host) => madeSlice(host, 0, "", 10)),
      signal,
    );
    const other = await kafka.topic({ numPartitions: partitions });
    const args = [
      "-b",
      kafka.addresses().join(","),
      "-P",
      "-t",
      other,
      "-K",
      "=",
      "-X",
      "topic.partitioner=murmur2",
    ];
    execFileSync("kcat", args, { input: hosts.map((host) => `${host}=1\n`).join("") });
    const placed = (name: string): readonly string[] =>
      kcat(kafka.addresses(), name, "%k %p\n").trim().split("\n").toSorted();
    expect(placed(topic)).toEqual(placed(other));
  });
});
