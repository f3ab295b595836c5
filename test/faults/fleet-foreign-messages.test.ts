import { CompressionTypes } from "kafkajs";
import { expect, onTestFinished, test } from "vitest";
import { seed, sumOverProcessors, survives } from "../support/bad-worlds.ts";
import { isLong } from "../support/is-long.ts";
import type { World } from "../support/bad-worlds.ts";
import { fleetLives, longSessionMs, useFleetServices } from "../support/fleet-lives.ts";
import { foreignWriter, messagesOf } from "../support/foreign-writer.ts";
import { seededFractions } from "../support/seeded-fractions.ts";
import { waitUntil } from "../support/wait-until.ts";

const services = useFleetServices();
const rounds = isLong ? 20 : 2;
const copiesMax = 200;

test(
  "slices that come again, old ones after newer ones, are counted and change nothing",
  { timeout: 600_000 },
  async () => {
    const { came, wanted } = await survives(services, async (world) => {
      const writer = await foreignWriter(services.kafka);
      onTestFinished(() => writer.disconnect());
      const next = seededFractions(seed);
      let bytes = 0;
      for (let round = 0; round < rounds; round += 1) {
        await world.steps(50);
        const messages = await messagesOf(services.kafka, world.lives.topic);
        const shuffled = messages
          .map((message) => ({ message, rank: next() }))
          .toSorted((a, b) => a.rank - b.rank);
        const again = shuffled.slice(0, copiesMax).map(({ message }) => message);
        for (const { value, headers } of again) if (isSlice(headers)) bytes += value?.length ?? 0;
        await writer.send({ topic: world.lives.topic, messages: again });
      }
      const duplicates = (): Promise<number> => sumOverProcessors(world, "scepscope_duplicate_bytes_total");
      await waitUntil(async () => (await duplicates()) >= bytes * 0.9, "what came again is counted");
    });
    expect(came).toEqual(wanted);
  },
);

function isSlice(headers: Readonly<Record<string, unknown>>): boolean {
  return String(headers["scepscope"]) === "1 slice";
}

test(
  "what no collector has written is counted by its reason and passed over, also what nobody can unpack",
  { timeout: 600_000 },
  async () => {
    // Who takes a partition up counts again what the one before had not kept.
    const lives = fleetLives(services, { sessionMs: longSessionMs });
    const happen = async (world: World): Promise<void> => {
      const writer = await foreignWriter(services.kafka);
      onTestFinished(() => writer.disconnect());
      const { topic } = world.lives;
      const [known] = (await messagesOf(services.kafka, topic)).filter(({ headers }) => isSlice(headers));
      if (known === undefined) throw new Error("the topic holds no slice");
      const { key, value, partition, headers } = known;
      const junk = Buffer.from(Array.from({ length: 3000 }, (_, index) => (index * 89 + seed) % 256));
      for (let round = 0; round < rounds; round += 1) {
        await world.steps(25);
        await writer.send({
          topic,
          messages: [
            { partition, key: junk, value: junk },
            { partition, key: null, value: null },
            { partition, key, value, headers: {} },
            { partition, key, value, headers: { ...headers, scepscope: "7 slice" } },
            { partition, key, value: junk, headers },
            { partition, key, value, headers: { ...headers, offset: "-1" } },
          ],
        });
        const messages = [{ partition, key, value: Buffer.alloc(65 * 2 ** 20), headers }];
        await writer.send({ topic, compression: CompressionTypes.GZIP, messages });
      }
      await waitUntil(async () => (await rejected(world, "")) >= 7 * rounds, "all are rejected");
      const reasons = ["foreign", "version", "value", "header", "packing"];
      const counts = await Promise.all(reasons.map((reason) => rejected(world, `message.${reason}`)));
      expect(counts).toEqual([3, 1, 1, 1, 1].map((count) => count * rounds));
    };
    const { came, wanted } = await survives(services, happen, { lives });
    expect(came).toEqual(wanted);
  },
);

async function rejected({ processors }: World, reason: string): Promise<number> {
  return sumOverProcessors({ processors }, "scepscope_rejected_messages_total", reason);
}
