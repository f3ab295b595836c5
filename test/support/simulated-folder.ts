import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { simulate } from "../simulation/index.ts";
import type { Scenario, ScenarioName, Simulation } from "../simulation/index.ts";

/** A simulation on disk, a folder per host, and beside it a place for the state. */
export interface SimulatedFolder {
  readonly simulation: Simulation;
  readonly logs: string;
  readonly state: string;
  remove(): void;
}

export function simulatedFolder(scenario: Scenario | ScenarioName, seed: number): SimulatedFolder {
  const root = mkdtempSync(join(tmpdir(), "scepscope-simulated-"));
  const logs = join(root, "logs");
  const simulation = simulate(scenario, seed);
  for (const { path, bytes, modifiedAt } of simulation.files) {
    const target = join(logs, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
    utimesSync(target, modifiedAt / 1000, modifiedAt / 1000);
  }
  return {
    simulation,
    logs,
    state: join(root, "state"),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
