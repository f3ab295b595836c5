import { liveView } from "../../../deploy/up/live-view.ts";
import { openKeeper } from "../../../processors/keeper/keeper.ts";
import { createExposer, defaultMetricsOptions } from "../../../processors/metrics/index.ts";
import { createMemoryStore } from "../../../processors/state/index.ts";
import { simulate } from "../../simulation/index.ts";
import { keeperOptionsFor } from "../../support/keeper-options.ts";
import { optionsFor } from "../../support/live-partition.ts";
import { shipSimulation } from "../../support/ship-simulation.ts";
import { smallScenario } from "../../support/small-scenario.ts";

/** What a process answers that follows so many hosts, as text for Prometheus; put together anew each time, as for each scrape. Every host has failures of every kind. */
export async function manyHosts(count: number): Promise<() => Promise<string>> {
  const small = smallScenario("failures", 12);
  const hosts = Array.from({ length: count }, (_, index) => {
    const plan = small.hosts[index % small.hosts.length];
    if (plan === undefined) throw new Error("the scenario has no host");
    return { ...plan, name: `ndes${String(index).padStart(4, "0")}` };
  });
  const simulation = simulate({ ...small, hosts }, 7);
  const shipments = shipSimulation(simulation, { sliceBytes: 65_536 });
  const at = Math.max(...shipments.map((one) => (one.type === "slice" ? (one.floor ?? 0) : 0))) + 60_000;
  const keeper = openKeeper(
    await createMemoryStore().own("all"),
    keeperOptionsFor(simulation, {
      partition: { ...optionsFor(simulation), metrics: { ...defaultMetricsOptions, hostsMax: count } },
      clock: { now: () => at },
    }),
  );
  keeper.take({ partition: "all", shipments, waiting: 0, position: "1", done: async () => undefined });
  for (const _ of ["keep", "show"]) await keeper.keepDue();
  const exposer = createExposer();
  return async () => {
    const samplesOf = keeper.partition.metrics.look(liveView(keeper, { busBytes: 0 }));
    return (await exposer.expose("text", [{ partition: null, samplesOf }])).text;
  };
}
