import type { Observation, Stage } from "../../contract/index.ts";
import type { Fragment, Role } from "../fragment.ts";

/** The stage that each record of a fragment counts for: its own, or for the texts of a run (stage 0) that of the phase the run is in. */
export function stagesOf(fragment: Fragment): Stage[] {
  let phase = firstPhase.get(fragment.role) ?? 3;
  const stages: Stage[] = [];
  for (const observation of fragment.observations) {
    if (observation.stage !== 0) phase = observation.stage;
    stages.push(observation.stage === 0 ? phaseOf(observation, phase) : observation.stage);
  }
  return stages;
}

const firstPhase: ReadonlyMap<Role, Stage> = new Map<Role, Stage>([
  ["plugin-run", 3],
  ["crp-verify", 3],
  ["crp-notify", 6],
  ["connector-run", 3],
  ["device-run", 2],
  ["upload", 6],
  ["report-event", 6],
  ["ca-request", 4],
]);

function phaseOf(observation: Observation, phase: Stage): Stage {
  if (observation.kind === "run.failed" && observation.facts.path?.toLowerCase().endsWith("/notify") === true)
    return 6;
  return phase;
}
