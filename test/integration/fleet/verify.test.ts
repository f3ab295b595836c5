import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { PartitionReport } from "../../../deploy/fleet/verify/index.ts";
import { runCommand } from "../../e2e/run-command.ts";
import { simulate } from "../../simulation/index.ts";
import { emptyCommit } from "../../support/commits.ts";
import { useKafka } from "../../support/kafka.ts";
import { openRedisStore, redisAt } from "../../support/redis-stores.ts";
import { useRunningFleet } from "../../support/running-fleet.ts";
import { smallScenario } from "../../support/small-scenario.ts";
import { patienceMs } from "../../support/wait-until.ts";

const kafka = useKafka();
const fleet = useRunningFleet(kafka);

interface Verified {
  readonly code: number | null;
  readonly reports: readonly PartitionReport[];
}

async function verify(...args: readonly string[]): Promise<Verified> {
  const { code, out, err } = await runCommand([
    ...["verify", "--json", "--zone", "UTC", "--config", fleet.configFile],
    ...args,
  ]);
  expect(err).toBe("");
  const lines = out.split("\n").filter((line) => line !== "");
  return { code, reports: lines.map((line) => JSON.parse(line)) };
}

/** Ships it, and has it processed to the end by a processor that is then stopped. */
async function processed(): Promise<void> {
  await fleet.ship(simulate(smallScenario("failures", 40), 3));
  const stop = await fleet.process();
  const ends = await kafka.admin().fetchTopicOffsets(fleet.topic);
  const isKept = async (): Promise<boolean> => {
    const kept = new Map(
      (await fleet.store.partitions()).map(({ partition, position }) => [partition, position]),
    );
    return ends.every(
      ({ partition, high }) => high === "0" || kept.get(`p${partition}`)?.split(" ")[3] === high,
    );
  };
  await expect.poll(isKept, { timeout: patienceMs }).toBe(true);
  await stop();
}

test("what a fleet keeps is what comes out of Kafka again, and the reader leaves no group behind", async () => {
  await processed();
  const { code, reports } = await verify();
  expect(reports.flatMap(({ differences }) => differences)).toEqual([]);
  expect(code).toBe(0);
  expect(reports.reduce((sum, { requests }) => sum + requests, 0)).toBeGreaterThan(30);
  expect(reports.reduce((sum, { messages }) => sum + messages, 0)).toBeGreaterThan(10);
  const { groups } = await kafka.admin().listGroups();
  expect(groups.filter(({ groupId }) => groupId.startsWith(`${fleet.config.kafka.groupId}-verify`))).toEqual(
    [],
  );
}, 300_000);

test("requests that the store has lost are named, and so is a position of another topic", async () => {
  await processed();
  const { kafka: bus, redis } = fleet.config;
  const keyPrefix = `${redis.keyPrefix}poorer:`;
  const file = join(dirname(fleet.configFile), "poorer.yaml");
  writeFileSync(
    file,
    JSON.stringify({ kafka: bus, redis: { ...redis, keyPrefix }, store: { ageDaysMax: 3650 } }),
  );
  const [host, port] = (redis.addresses[0] ?? "").split(":");
  const poorer = openRedisStore(redisAt({ host: host ?? "", port: Number(port) }, { prefix: keyPrefix }));
  try {
    // The same state and position, and none of the requests.
    for (const kept of await fleet.store.partitions()) {
      const saved = await kept.saved();
      const owner = await poorer.own(kept.partition);
      if (saved !== null) await owner.commit({ ...emptyCommit, checkpoint: saved });
    }
    const run = await runCommand(["verify", "--zone", "UTC", "--config", file]);
    expect([run.code, run.err]).toEqual([1, ""]);
    expect(run.out).toMatch(/^✗ p\d: .* not explained$/m);
    expect(run.out).toMatch(/^ {2}✗ request \S+ missing: .*the store has lost it$/m);
    const elsewhere = await poorer.own("p0");
    const position = "1 cluster another-topic 5 -";
    await elsewhere.commit({ ...emptyCommit, checkpoint: { position, state: new Map() } });
    const refused = await runCommand(["verify", "--partition", "p0", "--config", file]);
    expect(refused.code).toBe(2);
    expect(refused.out).toContain("✗ p0: cannot be compared: its position is of the topic another-topic");
  } finally {
    await poorer.close();
  }
}, 300_000);
