import { liveView } from "../../deploy/up/live-view.ts";
import { openKeeper } from "../../processors/keeper/keeper.ts";
import { createMemoryStore } from "../../processors/state/index.ts";
import type { Shipment, SourceReport } from "../../collectors/contract/index.ts";
import { simulate } from "../simulation/index.ts";
import type { ScenarioName } from "../simulation/index.ts";
import { expose } from "./metered.ts";
import { keeperOptionsFor } from "./keeper-options.ts";
import { optionsFor } from "./live-partition.ts";
import { shipSimulation } from "./ship-simulation.ts";
import { smallScenario } from "./small-scenario.ts";

/** What `/metrics` answers while a simulated fleet is followed, with the clock of its logs. */
export interface MeteredFleet {
  /** For `promtool tsdb create-blocks-from openmetrics`. */
  readonly openMetrics: string;
  /** Seconds UTC. */
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

const looks = 48;
/** Requests become final while the logs are still written. */
const waiting = { lifetimeMs: 60_000, reportedMs: 10_000 };

/** Followed as `up` does: what has been logged up to a moment is shipped, reported and kept; then somebody scrapes. */
export async function meteredFleet(name: ScenarioName, count: number): Promise<MeteredFleet> {
  const simulation = simulate(smallScenario(name, count), 7);
  const shipments = shipSimulation(simulation, { sliceBytes: 4096 });
  const slices = shipments.filter((one) => one.type === "slice");
  const floors = slices.map(({ floor }) => floor ?? 0).filter((floor) => floor > 0);
  // Whole seconds, so that the moments of questions and samples are the same.
  const begun = Math.floor(Math.min(...floors) / 1000) * 1000;
  const ended = Math.max(...floors) + 600_000;
  const step = Math.ceil((ended - begun) / looks / 1000);
  const options = optionsFor(simulation);
  const store = createMemoryStore();
  const clock = { at: begun };
  const keeper = openKeeper(
    await store.own("all"),
    keeperOptionsFor(simulation, {
      partition: { ...options, limits: { ...options.limits, ...waiting } },
      clock: { now: () => clock.at },
    }),
  );
  const reports = shipments.filter((one) => one.type === "sources");
  const samples: string[] = [];
  let shipped = 0;
  for (let look = 0; look <= looks; look += 1) {
    clock.at = begun + look * step * 1000;
    const due = slices.slice(shipped).findIndex(({ floor }) => (floor ?? 0) >= clock.at);
    const until = due === -1 ? slices.length : shipped + due;
    const batch: Shipment[] = [
      ...slices.slice(shipped, until).map((slice) => ({ ...slice, readAt: clock.at })),
      ...reports.map((report) => reportAt(report, clock.at)),
    ];
    shipped = until;
    keeper.take({
      partition: "all",
      shipments: batch,
      waiting: 0,
      position: String(look),
      done: async () => undefined,
    });
    // Keeping comes first, then showing.
    for (const _ of ["keep", "show"]) await keeper.keepDue();
    const { text } = await expose(keeper.partition.metrics, "openmetrics", liveView(keeper, { busBytes: 0 }));
    samples.push(...samplesAt(text, clock.at));
  }
  return { openMetrics: `${samples.join("\n")}\n# EOF\n`, from: begun / 1000, to: clock.at / 1000, step };
}

function reportAt(report: SourceReport, at: number): SourceReport {
  return { ...report, readAt: at, sources: report.sources.map((source) => ({ ...source, changedAt: at })) };
}

/** Each line as Prometheus would store it: with the job and the instance that were scraped, and the moment. */
function samplesAt(text: string, at: number): string[] {
  return text.split("\n").flatMap((line) => {
    const [, name, labels, value] = /^([a-z_0-9]+)(?:\{(.*?)\})? (\S+)(?: #.*)?$/.exec(line) ?? [];
    if (name === undefined || value === undefined || /nan/i.test(value)) return [];
    const own = labels === undefined || labels === "" ? "" : `${labels},`;
    return [`${name}{${own}job="scepscope",instance="scepscope:8643"} ${value} ${at / 1000}`];
  });
}
