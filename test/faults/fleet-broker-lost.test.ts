import { expect, test } from "vitest";
import { sumOverProcessors, survives } from "../support/bad-worlds.ts";
import { isLong } from "../support/is-long.ts";
import { useFleetServices } from "../support/fleet-lives.ts";
import { waitUntil } from "../support/wait-until.ts";

const services = useFleetServices({ brokers: 3 });

test(
  "one broker of three is lost, the one that leads what is written: the fleet goes on with the others",
  { timeout: 480_000 },
  async () => {
    const { came, wanted } = await survives(services, async (world) => {
      const kept = (): Promise<number> => sumOverProcessors(world, "scepscope_read_bytes_total");
      await services.kafka.cluster().kill(await leaderOf(world.lives.topic));
      const before = await kept();
      await waitUntil(async () => (await kept()) > before, "what is new is kept");
      await world.steps(isLong ? 1500 : 100);
    });
    expect(came).toEqual(wanted);
  },
);

/** Of the partition that has the slices. */
async function leaderOf(topic: string): Promise<number> {
  const admin = services.kafka.admin();
  const offsets = await admin.fetchTopicOffsets(topic);
  const used = offsets.find(({ high }) => high !== "0")?.partition;
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  const leader = topics[0]?.partitions.find(({ partitionId }) => partitionId === used)?.leader;
  if (leader === undefined) throw new Error("nobody leads what is written");
  return leader;
}
