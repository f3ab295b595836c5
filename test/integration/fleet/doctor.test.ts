import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import { freePort } from "../../../deploy/dev/services/free-ports.ts";
import { startRedis } from "../../../deploy/dev/services/redis.ts";
import type { RunningRedis } from "../../../deploy/dev/services/redis.ts";
import { checkFutureMessages } from "../../../deploy/fleet/doctor/check-future-messages.ts";
import type { TopicTimes } from "../../../deploy/fleet/doctor/check-future-messages.ts";
import { runCommand } from "../../e2e/run-command.ts";
import { finalCommit, madeHost } from "../../support/commits.ts";
import { uniqueName, useKafka } from "../../support/kafka.ts";
import { openRedisStore, redisAt } from "../../support/redis-stores.ts";

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
  expect(text).toMatch(/^ok redis .*96 MiB for 100,000 requests/m);
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

test.each(["process", "serve"])(
  "two collectors of one host, and a CA that is apart from its servers, are named by doctor %s, with what to do",
  async (role) => {
    redis = await startRedis(["--appendonly", "yes", "--maxmemory", "2000mb"]);
    const store = openRedisStore(redisAt(redis));
    const problem = { title: "", severity: "high", count: 2, oldest: null };
    const problems = [
      { ...problem, cause: "host.collected-twice", because: "reported in turns by a and by b" },
      { ...problem, cause: "host.ca-apart", because: "no NDES server is read in its partition" },
    ];
    const owner = await store.own("p0");
    const hosts = [madeHost("ndes02"), { ...madeHost("ndes01"), readAt: 0, problems }];
    await owner.commit({ ...finalCommit("1", []), hosts });
    await store.close();
    const settings = { kafka: await topicWith(lasting), redis: redisSettings(redis.port) };
    const { code, text } = await doctor(role, settings);
    expect(code).toBe(1);
    expect(text.split("\n").filter((line) => line.includes(" hosts "))).toEqual([
      expect.stringMatching(
        /^warn hosts ndes01: reported in turns by a and by b, last at 1970-01-01T00:00:00.000Z -> stop one of them/,
      ),
      expect.stringMatching(/^warn hosts ndes01: no NDES server is read .* -> give .* one `kafka[.]site`/),
    ]);
  },
);

test("messages that come while it looks are none from the future", async () => {
  const topic = await kafka.topic({ numPartitions: 2 });
  const producer = kafka.kafka().producer();
  await producer.connect();
  const afterOneMore = async <Answer>(asked: Promise<Answer>): Promise<Answer> => {
    const answer = await asked;
    await producer.send({ topic, messages: [0, 1].map((partition) => ({ value: "now", partition })) });
    return answer;
  };
  const underWay: TopicTimes = {
    fetchTopicOffsets: (name) => afterOneMore(kafka.admin().fetchTopicOffsets(name)),
    fetchTopicOffsetsByTimestamp: (name, at) =>
      afterOneMore(kafka.admin().fetchTopicOffsetsByTimestamp(name, at)),
  };
  const finding = await checkFutureMessages(underWay, topic, Date.now());
  await producer.disconnect();
  expect(finding).toMatchObject({ level: "ok" });
});

test("a page whose Redis evicts is told the setting, and its user need not write", async () => {
  redis = await startRedis(["--maxmemory", "2000mb", "--maxmemory-policy", "allkeys-lru"]);
  const { code, text } = await doctor("serve", { redis: redisSettings(redis.port) });
  expect(code).toBe(2);
  expect(text).toMatch(/^bad redis .*allkeys-lru.*noeviction/m);
  expect(text).toMatch(/^ok redis .*may do what the store does/m);
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
  expect(text).toMatch(
    /^bad kafka .*does not answer.* -> see whether it runs.*without TLS, as `kafka.tls.isOn`/m,
  );
  expect(text).toMatch(/^bad redis .*does not answer.* -> see whether it runs/m);
});

test("without a broker in the configuration the doctor says which setting is missing", async () => {
  const { code, text } = await doctor("collect", {}, folder);
  expect(code).toBe(2);
  expect(text).toMatch(/^bad kafka no broker of Kafka is named -> .*kafka\.brokers/m);
});
