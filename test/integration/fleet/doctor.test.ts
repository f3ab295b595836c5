import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import { freePort } from "../../../deploy/dev/services/free-ports.ts";
import { startRedis } from "../../../deploy/dev/services/redis.ts";
import type { RunningRedis } from "../../../deploy/dev/services/redis.ts";
import { runCommand } from "../../e2e/run-command.ts";
import { uniqueName, useKafka } from "../../support/kafka.ts";

const kafka = useKafka();
const folder = mkdtempSync(join(tmpdir(), "scepscope-doctor-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let redis: RunningRedis | null = null;
afterEach(async () => {
  await redis?.end();
  redis = null;
});

interface Told {
  readonly code: number | null;
  readonly err: string;
  /** `level area what -> remedy`, one a line. */
  readonly text: string;
}

async function doctor(role: string, config: object, ...args: readonly string[]): Promise<Told> {
  const file = join(folder, "scepscope.json");
  writeFileSync(file, JSON.stringify({ dataFolder: join(folder, "state"), ...config }));
  const run = await runCommand(["doctor", role, "--json", "--config", file, ...args], {
    env: { HOME: folder },
  });
  const lines = run.out
    .trimEnd()
    .split("\n")
    .filter((line) => line !== "");
  const text = lines
    .map((line) => JSON.parse(line))
    .map(({ area, level, what, remedy }) => `${level} ${area} ${what} -> ${remedy}`)
    .join("\n");
  return { code: run.code, err: run.err, text };
}

const lasting = { "retention.ms": "1209600000" };
async function topicWith(entries: Readonly<Record<string, string>>): Promise<object> {
  const configEntries = Object.entries(entries).map(([name, value]) => ({ name, value }));
  const topic = await kafka.topic({ numPartitions: 2, configEntries });
  const rejectedTopic = await kafka.topic({});
  return { brokers: kafka.addresses(), topic, rejectedTopic };
}
const redisSettings = (port: number): object => ({ addresses: [`127.0.0.1:${port}`], callMsMax: 1000 });

test("a processor whose Kafka and Redis are well is told nothing bad", async () => {
  redis = await startRedis(["--appendonly", "yes", "--maxmemory", "200mb"]);
  const settings = { kafka: await topicWith(lasting), redis: redisSettings(redis.port) };
  const { code, err, text } = await doctor("process", settings, "--requests", "100000");
  expect(err).toBe("");
  expect(text).not.toMatch(/^bad/m);
  // One broker has one replica: that is worth a word.
  expect(code).toBe(1);
  expect(text).toMatch(/^ok kafka group scepscope: 0 processors/m);
  expect(text).toMatch(/^ok kafka clock: /m);
  expect(text).toMatch(/^ok redis .*96 MiB for 100000 requests/m);
  expect(text).toMatch(/^ok redis .*may do what the store does/m);
});

test("a topic that is missing is bad for a collector and for a processor, with what to do", async () => {
  const settings = { kafka: { brokers: kafka.addresses(), topic: uniqueName() } };
  const { code, text } = await doctor("collect", settings, folder);
  expect(code).toBe(2);
  expect(text).toMatch(/^bad kafka .*there is no such topic.*--create-topics/m);
});

test("a message from the future says that clocks differ", async () => {
  const settings = await topicWith(lasting);
  const producer = kafka.kafka().producer();
  await producer.connect();
  const timestamp = String(Date.now() + 3_600_000);
  const topic = "topic" in settings ? String(settings.topic) : "";
  await producer.send({ topic, messages: [{ value: "later", timestamp, partition: 1 }] });
  await producer.disconnect();
  const { text } = await doctor("collect", { kafka: settings }, folder);
  expect(text).toMatch(/^warn kafka clock: p1 hold messages/m);
});

test("a page whose Redis evicts is told the setting; that it may write is not asked", async () => {
  redis = await startRedis(["--maxmemory", "2000mb", "--maxmemory-policy", "allkeys-lru"]);
  const { code, text } = await doctor("serve", { redis: redisSettings(redis.port) });
  expect(code).toBe(2);
  expect(text).toMatch(/^bad redis .*allkeys-lru.*noeviction/m);
  expect(text).not.toContain("may do what the store does");
});

test("where nothing listens each service is one finding with a remedy, within seconds", async () => {
  const [first, second] = [await freePort(), await freePort()];
  const before = performance.now();
  const { code, err, text } = await doctor("process", {
    kafka: { brokers: [`127.0.0.1:${first}`] },
    redis: redisSettings(second),
  });
  expect(performance.now() - before).toBeLessThan(30_000);
  expect([code, err]).toEqual([2, ""]);
  expect(text.split("\n")).toHaveLength(2);
  expect(text).toMatch(/^bad kafka .*does not answer.* -> see whether it runs/m);
  expect(text).toMatch(/^bad redis .*does not answer.* -> see whether it runs/m);
});

test("without a broker in the configuration the doctor says which setting is missing", async () => {
  const { code, text } = await doctor("collect", {}, folder);
  expect(code).toBe(2);
  expect(text).toMatch(/^bad kafka no broker of Kafka is named -> .*kafka\.brokers/m);
});
