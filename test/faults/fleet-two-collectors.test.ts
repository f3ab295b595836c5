import { expect, test } from "vitest";
import { sumOverProcessors, survives } from "../support/bad-worlds.ts";
import type { World } from "../support/bad-worlds.ts";
import { useFleetServices } from "../support/fleet-lives.ts";
import { hostsOf, metricsOf, until } from "../support/up-answers.ts";
import { waitUntil } from "../support/wait-until.ts";

const services = useFleetServices();
const problem = "host.collected-twice";

test(
  "two collectors of the same hosts are named by metric and page, a collector that was killed is not, and nothing is counted twice",
  { timeout: 480_000 },
  async () => {
    const { came, wanted } = await survives(services, async (world) => {
      const { lives, collector } = world;
      collector.kill("SIGKILL");
      const next = lives.begin("collect");
      await waitUntil(() => next.log().includes("sends to Kafka"), "the next collector has begun");
      await world.steps(100);
      expect(await named(world)).toEqual([]);

      const second = lives.begin("collect", { state: "state-second" });
      await waitUntil(async () => (await named(world)).length === 2, "both hosts are named");
      const duplicates = (): Promise<number> => sumOverProcessors(world, "scepscope_duplicate_bytes_total");
      await waitUntil(async () => (await duplicates()) > 10_000, "what comes twice is counted");
      const page = await lives.begin("serve").url;
      const reasonsOf = async (): Promise<readonly string[]> =>
        (await hostsOf(page)).flatMap(({ problems }) =>
          problems.filter(({ cause }) => cause === problem).map(({ because }) => because),
        );
      const [first, other] = await until(reasonsOf, (all) => all.length === 2);
      expect(first).toMatch(/^reported in turns by \S+ \d+ [0-9a-f]{8} and by \S+ \d+ [0-9a-f]{8}$/);
      expect(other).toContain(` ${second.pid} `);
    });
    expect(came).toEqual(wanted);
  },
);

/** Hosts of which the metric says it. */
async function named({ processors }: World): Promise<readonly string[]> {
  const lines = await Promise.all(processors.map(async ({ url }) => metricsOf(await url)));
  return lines
    .flat()
    .filter(
      ({ name, labels, value }) => name === "scep_host_problems" && labels["cause"] === problem && value > 1,
    )
    .map(({ labels }) => labels["host"] ?? "");
}
