import { createFleet } from "../../test/simulation/index.ts";
import type { Scenario, SimulatedRequest, Write } from "../../test/simulation/index.ts";
import { busyFleet, steadily } from "./busy-fleet.ts";
import { createLiveWriter } from "./live-writer.ts";

export interface LoadOptions {
  readonly folder: string;
  readonly seed: number;
  /** Records of all logs together, on average. */
  readonly linesPerSecond: number;
  /** Hosts that share it, every other one with a unified connector. */
  readonly hosts: number;
  /** ms UTC. */
  readonly now: () => number;
  readonly wake: (afterMs: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  /** Comes as soon as they are in their files. */
  readonly wrote?: (writes: readonly Write[]) => void;
  readonly planned?: (requests: readonly SimulatedRequest[]) => void;
}

const stepMs = 20;

/** Writes the logs of a busy fleet at a given rate until it is aborted: real records with the stamps of now, as the writers would write them. */
export async function writeLoad(options: LoadOptions): Promise<void> {
  const { now, signal } = options;
  // The first devices come at once, and the fleet needs a little time to be under way.
  const startAt = now() - warmUpMs;
  const writer = createLiveWriter({
    ...options,
    scenario: loadScenario(options, startAt),
    awayFolder: options.folder,
    webBufferMs: 0,
    keptMs: 6 * 3_600_000,
    pluginBytesMax: 64 * 2 ** 20,
    traceBytesMax: 64 * 2 ** 20,
  });
  while (!signal.aborted) {
    writer.advance(now());
    await options.wake(stepMs, signal);
  }
}

const warmUpMs = 2000;

/** A fleet that writes so many records a second, all in all. */
function loadScenario(
  { linesPerSecond, hosts, seed }: Pick<LoadOptions, "linesPerSecond" | "hosts" | "seed">,
  startAt: number,
): Scenario {
  const everyMs = (hosts * linesPerRequest(hosts, seed) * 1000) / linesPerSecond;
  return busyFleet(hosts, startAt, steadily(everyMs));
}

const trialRequests = 200;

/** Counted, not known: what a request writes depends on devices and connectors. */
function linesPerRequest(hosts: number, seed: number): number {
  const trial = busyFleet(hosts, 0, { kind: "steady", count: trialRequests, everyMs: 1000 });
  const lines = createFleet(trial, seed).writes.reduce((count) => count + 1, 0);
  return lines / trialRequests / hosts;
}
