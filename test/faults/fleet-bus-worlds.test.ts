import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { survives } from "../support/bad-worlds.ts";
import { isLong } from "../support/is-long.ts";
import type { World } from "../support/bad-worlds.ts";
import { useFleetServices } from "../support/fleet-lives.ts";
import { metricsOf } from "../support/up-answers.ts";
import { waitUntil } from "../support/wait-until.ts";

const services = useFleetServices();
const mebibyte = 2 ** 20;

test(
  "the broker is stopped while there is much to read: the collector reads no further, its memory stays as it is, and nothing is lost",
  { timeout: 600_000 },
  async () => {
    const { came, wanted } = await survives(services, async ({ lives, collector, steps }) => {
      await services.kafka.cluster().stop(1);
      const backlogBytes = writeBacklog(lives.load.place.folder);
      await waitUntil(() => collector.log().includes("Kafka takes nothing"), "the collector says it");
      const before = usageOf(collector.pid);
      await steps(isLong ? 6000 : 150);
      const after = usageOf(collector.pid);
      expect(after.readBytes - before.readBytes).toBeLessThan(backlogBytes / 4);
      expect(after.memoryBytes - before.memoryBytes).toBeLessThan(backlogBytes / 2);
      await services.kafka.cluster().start(1);
      await waitUntil(() => collector.log().includes("Kafka takes slices again"), "it goes on");
      await steps(100);
    });
    expect(came).toEqual(wanted);
  },
);

/** Rows of another site on the same server, written at this moment. Returns their bytes. */
function writeBacklog(folder: string): number {
  const site = join(folder, "load01", "IIS", "W3SVC2");
  mkdirSync(site, { recursive: true });
  const [date, time] = new Date().toISOString().slice(0, 19).split("T");
  const fields = "date time s-ip cs-method cs-uri-stem cs-uri-query s-port c-ip sc-status time-taken";
  const head = `#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n#Date: ${date} ${time}\r\n#Fields: ${fields}\r\n`;
  const row = `${date} ${time} 10.0.0.4 GET /styles/site/${"a".repeat(120)}.css - 443 10.0.7.9 200 12\r\n`;
  const file = join(site, "u_ex_other.log");
  appendFileSync(file, head);
  const rows = row.repeat(Math.ceil(mebibyte / row.length));
  for (let count = 0; count < backlogMebibytes; count += 1) appendFileSync(file, rows);
  return backlogMebibytes * mebibyte;
}

const backlogMebibytes = isLong ? 96 : 32;

/** As Linux tells it of a process. */
function usageOf(pid: number): { readonly memoryBytes: number; readonly readBytes: number } {
  const numberIn = (file: string, name: string): number => {
    const [, number] =
      new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(readFileSync(`/proc/${pid}/${file}`, "utf8")) ?? [];
    if (number === undefined) throw new Error(`/proc/${pid}/${file} does not tell ${name}`);
    return Number(number);
  };
  return { memoryBytes: 1024 * numberIn("status", "VmRSS"), readBytes: numberIn("io", "rchar") };
}

test("processors come and go all the time, in order and without a word", { timeout: 600_000 }, async () => {
  const { came, wanted } = await survives(services, async (world) => {
    const { lives, processors } = world;
    for (let round = 0; round < (isLong ? 24 : 3); round += 1) {
      const guest = lives.begin("process");
      const isIn = (): boolean => guest.log().includes("the group was made anew");
      await waitUntil(isIn, "it has joined");
      processors.push(guest);
      await world.steps(isLong ? 250 : 40);
      const leaving = processors.shift();
      leaving?.kill(round % 2 === 0 ? "SIGKILL" : "SIGTERM");
      await leaving?.ended;
    }
  });
  expect(came).toEqual(wanted);
});

test(
  "the topic gets more partitions while the fleet runs: they are read, hosts stay where they are also when their collector is started again, and it says so",
  { timeout: 600_000 },
  async () => {
    const { came, wanted } = await survives(services, async ({ lives, collector, processors, steps }) => {
      const { topic } = lives;
      await services.kafka.admin().createPartitions({ topicPartitions: [{ topic, count: 8 }] });
      await steps(50);
      collector.kill("SIGKILL");
      const next = lives.begin("collect");
      await waitUntil(
        () => next.log().includes("other partitions than when it was first seen"),
        "the collector says it",
      );
      const newcomer = lives.begin("process");
      processors.push(newcomer);
      const owned = async (): Promise<readonly string[]> =>
        (await Promise.all(processors.map(partitionsOf))).flat().toSorted();
      const all = ["p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7"];
      await waitUntil(async () => String(await owned()) === String(all), "each has one owner");
      await steps(50);
      const ends = await services.kafka.admin().fetchTopicOffsets(topic);
      expect(ends.filter(({ high }) => Number(high) > 0)).toHaveLength(1);
    });
    expect(came).toEqual(wanted);
  },
);

type Processor = World["processors"][number];

/** Those that it owns just now. */
async function partitionsOf({ url }: Processor): Promise<readonly string[]> {
  const lines = await metricsOf(await url);
  return lines
    .filter(({ name }) => name === "scepscope_partition_rebuilding")
    .map(({ labels }) => labels["partition"] ?? "");
}
