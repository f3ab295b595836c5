import { expect, test } from "vitest";
import { createPartition } from "../../processors/partition/index.ts";
import { simulate } from "../simulation/index.ts";
import { optionsFor } from "../support/live-partition.ts";
import { shipSimulation } from "../support/ship-simulation.ts";
import { smallScenario } from "../support/small-scenario.ts";

const hour = 3_600_000;
const count = 40;

/** The status file of a request has no time, and names the certificate that the CA's record names: it must not be past with that. */
test.each([-10 * hour, -3 * hour, 3 * hour, 10 * hour])(
  "a CA whose clock is %d ms off takes no device's record away from its request, and its clock is named by serial numbers",
  (offsetMs) => {
    const scenario = smallScenario("clock-skew", count);
    const clocks = [{ source: "security", offsetMs, stepAt: null, stepMs: 0 }] as const;
    const simulation = simulate(
      { ...scenario, hosts: scenario.hosts.map((plan) => ({ ...plan, clocks })) },
      3,
    );
    const partition = createPartition(optionsFor(simulation), null);
    partition.take(shipSimulation(simulation, { sliceBytes: 16_384 }));
    const { requests, hosts } = partition.checkpoint("end", 0);
    const told = requests.map(({ notes }) => new Set(notes.map(({ host }) => host)));
    expect(told).toHaveLength(count);
    expect(told.every((sources) => sources.has("ndes01") && !sources.has("ca01"))).toBe(true);
    expect(told.filter(({ size }) => size > 1).length).toBeGreaterThan(10);
    const where = offsetMs > 0 ? "ahead of" : "behind";
    const seconds = Math.abs(offsetMs) / 1000;
    const because = new RegExp(
      `^the clock of ca01 is (${seconds}|${seconds - 1})[.]\\d s ${where} this host [(]40 pairs[)]$`,
    );
    const problems = hosts.flatMap((host) => host.problems);
    expect(problems).toEqual([
      expect.objectContaining({ cause: "host.clock-skew", because: expect.stringMatching(because) }),
    ]);
  },
);
