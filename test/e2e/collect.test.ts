import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { startCollectProcess } from "../support/collect-process.ts";
import type { CollectProcess } from "../support/collect-process.ts";
import { openKafkaBus } from "../support/kafka-bus.ts";
import { uniqueName, useKafka } from "../support/kafka.ts";
import { readOn } from "../support/read-bus.ts";
import { createShippedFiles } from "../support/shipped-files.ts";
import { waitUntil } from "../support/wait-until.ts";
import { iisHead } from "../unit/collectors/folder.ts";
import { runCommand } from "./run-command.ts";

/** SCEPSCOPE_KILLS=100 for a long run, SCEPSCOPE_SEED to repeat one. */
const kills = Number(process.env["SCEPSCOPE_KILLS"] ?? 6);
const seed = Number(process.env["SCEPSCOPE_SEED"] ?? Date.now() % 1_000_000);

const kafka = useKafka();
const files = ["ndes01/u_ex261128.log", "ndes01/NDESPlugin.log", "ndes02/u_ex261128.log", "ca01/mscep.log"];

interface Rig {
  readonly topic: string;
  readonly logs: string;
  readonly start: (more?: readonly string[]) => CollectProcess;
  /** One more line or more in each file. */
  readonly write: (lines: number) => void;
  readonly sizes: () => number;
}

/** Logs of three hosts with a backlog, and a collector that is to send them. */
function rig(backlogLines: number): Rig {
  const root = mkdtempSync(join(tmpdir(), "scepscope-collect-"));
  const topic = uniqueName();
  const logs = join(root, "logs");
  const configFile = join(root, "scepscope.yaml");
  const config = `defaultPlaces: false\ncollector: { rescanMs: 50, reportMs: 200 }\nkafka: { topic: ${topic}, rejectedTopic: ${topic}-rejected, newTopicPartitions: 3 }\n`;
  const running: CollectProcess[] = [];
  onTestFinished(async () => {
    for (const one of running) one.kill("SIGKILL");
    await Promise.all(running.map(({ ended }) => ended));
    rmSync(root, { recursive: true, force: true });
  });
  for (const file of files) {
    mkdirSync(dirname(join(logs, file)), { recursive: true });
    writeFileSync(join(logs, file), file.includes("u_ex") ? iisHead : "");
  }
  writeFileSync(configFile, config);
  let number = 0;
  const write = (lines: number): void => {
    for (const file of files) {
      const rows = Array.from({ length: lines }, (_, index) => rowOf(file, number + index));
      appendFileSync(join(logs, file), rows.join(""));
    }
    number += lines;
  };
  write(backlogLines);
  return {
    topic,
    logs,
    write,
    start: (more = []) => {
      const args = [logs, "--config", configFile, "--data", join(root, "state")];
      const started = startCollectProcess([...args, "--kafka", kafka.addresses().join(","), ...more]);
      running.push(started);
      return started;
    },
    sizes: () => files.reduce((sum, file) => sum + statSync(join(logs, file)).size, 0),
  };
}

function rowOf(file: string, number: number): string {
  const stamp = new Date(Date.UTC(2026, 10, 28, 6) + number * 100).toISOString();
  const [day, time] = [stamp.slice(0, 10), stamp.slice(11, 19)];
  if (file.includes("u_ex"))
    return `${day} ${time} 192.0.2.10 GET /certsrv/mscep/mscep.dll/${number} 200 ${number % 900}\n`;
  return `<![LOG[request ${number} of ${file}]LOG]!><time="${time}.000+000" date="11-28-2026" component="NDESPlugin" context="" type="1" thread="7" file="">\n`;
}

test(
  `killed ${kills} times while it sends, each byte is in Kafka once and in order when repeats are dropped (seed ${seed})`,
  { timeout: 300_000 + kills * 10_000 },
  async () => {
    const { topic, logs, start, write, sizes } = rig(20_000);
    let state = seed;
    for (let killed = 0; killed < kills; killed += 1) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const collector = start(["--create-topics"]);
      const steps = 30 + Math.floor((state / 2 ** 32) * 90);
      for (let step = 0; step < steps; step += 1) {
        write(20);
        await pause(25);
      }
      collector.kill("SIGKILL");
      await collector.ended;
    }
    // On a busy machine each of those before may have been killed before it made the topic.
    const last = start(["--create-topics"]);
    const bus = await openKafkaBus(kafka, { topic });
    onTestFinished(() => bus.close());
    const shipped = createShippedFiles();
    const reading = readOn(bus.reader().source, { each: async (batch) => shipped.take(batch.shipments) });
    await waitUntil(() => shipped.bytes() >= sizes(), `all of the ${sizes()} bytes: ${last.log()}`);
    await waitUntil(() => last.log().includes("sends to Kafka"));
    write(7);
    last.kill("SIGTERM");
    expect(await last.ended).toBe(0);
    const after = start();
    await waitUntil(() => shipped.bytes() >= sizes() && after.log().includes("sends to Kafka"));
    after.kill("SIGTERM");
    expect(await after.ended).toBe(0);
    await reading.end();
    for (const file of files)
      expect(shipped.text(dirname(file), file)).toBe(readFileSync(join(logs, file), "utf8"));
    const hosts = reading.shipments.flatMap((one) => (one.type === "sources" ? [one.host] : []));
    expect(hosts).toEqual(expect.arrayContaining(["ca01", "ndes01", "ndes02"]));
    console.log(`seed ${seed}: ${shipped.repeats()} slices came again, ${shipped.bytes()} bytes`);
  },
);

test("partitions that are added later move no host", async () => {
  const { topic, start, write, sizes } = rig(100);
  const first = start(["--create-topics"]);
  const partitionsOf = async (): Promise<ReadonlyMap<string, Set<string>>> => {
    const bus = await openKafkaBus(kafka, { topic });
    const shipped = createShippedFiles();
    const reading = readOn(bus.reader().source, { each: async (batch) => shipped.take(batch.shipments) });
    await waitUntil(() => shipped.bytes() >= sizes(), `all bytes: ${first.log()}`);
    await reading.end();
    await bus.close();
    const found = new Map<string, Set<string>>();
    for (const { partition, shipments } of reading.batches)
      for (const one of shipments) {
        if (one.type !== "slice") continue;
        const { host } = one.slice.file;
        found.set(host, (found.get(host) ?? new Set()).add(partition));
      }
    return found;
  };
  await waitUntil(async () => (await kafka.admin().listTopics()).includes(topic), first.log());
  const before = await partitionsOf();
  first.kill("SIGTERM");
  expect(await first.ended).toBe(0);
  await kafka.admin().createPartitions({ topicPartitions: [{ topic, count: 16 }] });
  write(100);
  const second = start();
  const now = await partitionsOf();
  second.kill("SIGTERM");
  expect(await second.ended).toBe(0);
  expect(now).toEqual(before);
  expect(second.log()).toContain("hosts stay where they are");
});

test("a topic that is not there, no broker, and a broker that is none: said with what to do, and the end", async () => {
  const { logs } = rig(1);
  const refused = async (...args: readonly string[]): Promise<string> => {
    const { code, err } = await runCommand(["collect", logs, "--data", join(logs, "..", "state"), ...args]);
    expect(code).toBe(2);
    expect(err).toMatch(/What to do: .+\.\n$/);
    return err;
  };
  expect(await refused("--kafka", kafka.addresses().join(","))).toContain("[kafka.no-topic]");
  expect(await refused()).toContain("[kafka.no-broker]");
  expect(await refused("--kafka", "nowhere")).toContain("[usage.option-value]");
});

test("a data folder that cannot be one is said with what to do, and is no fault of the program", async () => {
  const { logs, start } = rig(1);
  const blocked = join(logs, "..", "in-the-way");
  writeFileSync(blocked, "x");
  const collector = start(["--create-topics", "--data", blocked]);
  expect(await collector.ended).toBe(2);
  expect(collector.log()).toMatch(
    /the data folder ".+in-the-way" cannot be made: ".+in-the-way" is a file \[state\.not-writable\]\nWhat to do: name a folder/,
  );
  const among = start(["--create-topics", "--data", join(logs, "state")]);
  expect(await among.ended).toBe(2);
  expect(among.log()).toMatch(/would be followed as logs \[state\.among-logs\]/);
});

test("while there is no Kafka it waits, says so, and can be stopped", async () => {
  const { start } = rig(1);
  const collector = start(["--kafka", "127.0.0.1:9"]);
  await waitUntil(() => collector.log().includes("Kafka does not answer"));
  collector.kill("SIGTERM");
  expect(await collector.ended).toBe(0);
});
