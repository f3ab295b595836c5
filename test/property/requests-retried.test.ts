import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Observation } from "../../processors/contract/index.ts";
import { scenarios, simulate } from "../simulation/index.ts";
import type { HostPlan, Scenario, ScenarioName } from "../simulation/index.ts";
import { feedBook, linesOf } from "../support/feed-book.ts";
import type { Step } from "../support/feed-book.ts";
import { inStep, interleave } from "../support/interleave.ts";
import { observeSimulation } from "../support/observe-simulation.ts";
import type { ObservedFile } from "../support/observe-simulation.ts";

/**
 * A device that is refused tries again with the same key, often when its history is about to end or has ended. Which of its attempts are one history depends on the records alone: not on
 * what had left by the time that the next ones were read.
 */
const hour = 3_600_000;
const logsOff: Partial<HostPlan> = { deviceLogs: 0.5, androidGets: true, deviceSkewMs: 3 * hour };

const fleets: readonly (readonly [what: string, name: ScenarioName, plan: Partial<HostPlan>])[] = [
  ["devices that try again", "calm-legacy", steady(60_000)],
  ["devices that try again, of a CA elsewhere", "ca-elsewhere", steady(20_000)],
  ["devices that try again, of a CA that shares no identifier", "ca-by-time", steady(90_000)],
  ["devices that try again, their clocks hours off", "calm-legacy", { ...steady(60_000), ...logsOff }],
  ["devices like these, of a CA elsewhere", "ca-elsewhere", { ...steady(20_000), ...logsOff }],
];

const losses: readonly (readonly [without: string, isThere: (writer: string) => boolean])[] = [
  ["nothing is missing", () => true],
  ["the registration point's log is missing", (writer) => writer !== "crp"],
  ["NDES logged nothing", (writer) => /^(ca|status-file|.*-device)$/.test(writer)],
];

describe.each(fleets)("the requests of %s", (_what, name, plan) => {
  const simulated = [1, 2, 3].map((seed) => observeSimulation(simulate(fleetOf(name, plan), seed)));

  it.each(losses)(
    "are the same whatever was read by the time of each look, where %s",
    (_without, isThere) => {
      for (const all of simulated) {
        const files = all.filter(({ writer }) => isThere(writer));
        // The last line counts what belongs to no request: who lacks a line has another there.
        const expected = new Set(linesOf(feedBook([{ add: files.flatMap((file) => file.observations) }])));
        for (const [feed, steps] of feedsOf(files)) {
          const others = linesOf(feedBook(steps)).filter((line) => !expected.has(line));
          expect({ feed, others }).toEqual({ feed, others: [] });
        }
      }
    },
  );
});

function steady(everyMs: number): Partial<HostPlan> {
  const courses: HostPlan["courses"] = [
    ["success", 60],
    ["expired", 40],
  ];
  return { retries: 0.2, arrivals: { kind: "steady", count: 60, everyMs }, courses };
}

function fleetOf(name: ScenarioName, plan: Partial<HostPlan>): Scenario {
  const scenario = scenarios[name];
  return { ...scenario, hosts: scenario.hosts.map((host) => ({ ...host, ...plan })) };
}

/** Status files are there from the beginning, or come by the time of their last change. */
function feedsOf(files: readonly ObservedFile[]): readonly (readonly [feed: string, steps: Step[]])[] {
  const lists = files.map(({ observations }) => observations);
  const sorted = lists.map((file) => file.toSorted(byTime));
  const [status, others] = [true, false].map((isStatus) =>
    sorted.filter((_, index) => (files[index]?.writer === "status-file") === isStatus),
  );
  const draws = fc.sample(fc.array(fc.nat(), { minLength: 300, maxLength: 400, size: "max" }), {
    numRuns: 2,
    seed: 20_261_129,
  });
  return [
    ["file by file", lists.map((add) => ({ add }))],
    ["file by file, the last first", lists.toReversed().map((add) => ({ add }))],
    ["side by side", inStep(sorted, 20)],
    ["status files first", [{ add: (status ?? []).flat() }, ...inStep(others ?? [], 20)]],
    ...[5000, 600_000, hour].map((ms): readonly [string, Step[]] => [
      `${ms} ms at a time`,
      portionsOf(lists.flat(), ms),
    ]),
    ...draws.map((turns): readonly [string, Step[]] => ["in turns", interleave(lists, turns)]),
  ];
}

/** The last of each portion comes first. */
function portionsOf(observations: readonly Observation[], ms: number): Step[] {
  const dated = observations.filter(({ at }) => at !== null).toSorted(byTime);
  const portions = Map.groupBy(dated, ({ at }) => Math.floor((at ?? 0) / ms));
  return [
    { add: observations.filter(({ at }) => at === null) },
    ...[...portions].flatMap(([index, add]) => [{ add: add.toReversed() }, { advance: (index + 1) * ms }]),
  ];
}

function byTime(a: Observation, b: Observation): number {
  return (a.at ?? Number.MAX_VALUE) - (b.at ?? Number.MAX_VALUE);
}
