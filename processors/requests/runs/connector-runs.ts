import type { Observation } from "../../contract/index.ts";
import type { Fragment } from "../fragment.ts";

/**
 * Runs of the unified connector: 4003 → 4004 | 4005 → 4006 | 4007, all within the device's call. Events are tied by an identifier that they carry; where they
 * carry none, by their thread, since NDES works on one request a thread. What is reported to Intune later (4008, 4009, 4010, 4000 to 4002) follows by
 * identifier only, as fragments of its own; on the same thread and without identifiers it belongs to the run it directly follows.
 * Expects the observations of one host's connector in order.
 */
export function connectorRuns(observations: readonly Observation[]): {
  runs: Fragment[];
  reports: Fragment[];
  followers: Follower[];
  loose: Observation[];
} {
  const open = new Map<string, Draft>();
  const drafts: Draft[] = [];
  const reports: Fragment[] = [];
  const loose: Observation[] = [];
  for (const observation of observations) {
    const names = namesOf(observation);
    const current = names.map((name) => open.get(name)).find((draft) => draft !== undefined);
    if (observation.kind === "verify.received" || (current === undefined && inRun(observation))) {
      const draft: Draft = {
        observations: [observation],
        followers: [],
        whole: observation.kind === "verify.received",
      };
      drafts.push(draft);
      for (const name of names) open.set(name, draft);
    } else if (current !== undefined && followsFromElsewhere(observation, current)) {
      current.followers.push(observation);
    } else if (current !== undefined && belongs(observation, current)) {
      current.observations.push(observation);
      for (const name of names) open.set(name, current);
    } else if (observation.stage === 6) {
      reports.push(fragmentOf("report-event", [observation], true));
    } else loose.push(observation);
  }
  const followers: Follower[] = [];
  const runs = drafts.map((draft) => {
    const run = fragmentOf("connector-run", draft.observations, draft.whole && complete(draft));
    for (const one of draft.followers)
      followers.push({ run, fragment: fragmentOf("report-event", [one], true) });
    return run;
  });
  return { runs: runs.sort((a, b) => a.start - b.start), reports, followers, loose };
}

/** What another channel says on the run's thread just after it. */
export interface Follower {
  readonly run: Fragment;
  readonly fragment: Fragment;
}

interface Draft {
  readonly observations: Observation[];
  readonly followers: Observation[];
  whole: boolean;
}

const identifiers: ReadonlySet<string> = new Set(["transactionId", "connectorRequestId", "activityId"]);
const sameThreadMs = 10_000;

function namesOf(observation: Observation): string[] {
  const keyed = observation.keys
    .filter((key) => identifiers.has(key.type))
    .map((key) => `${key.type} ${key.value}`);
  return keyed.length > 0 ? keyed : [`thread ${observation.thread}`];
}

function inRun(observation: Observation): boolean {
  return observation.stage === 3 || observation.stage === 4;
}

/** Without an identifier only thread and time tie it, and the time is another file's. */
function followsFromElsewhere(observation: Observation, current: Draft): boolean {
  const last = current.observations.at(-1);
  if (last === undefined || observation.fileId === last.fileId) return false;
  if (observation.keys.some((key) => identifiers.has(key.type))) return false;
  return (observation.at ?? 0) - (last.at ?? 0) <= sameThreadMs;
}

function belongs(observation: Observation, current: Draft): boolean {
  const last = current.observations.at(-1);
  const keyless = !observation.keys.some((key) => identifiers.has(key.type));
  const near = last !== undefined && (observation.at ?? 0) - (last.at ?? 0) <= sameThreadMs;
  if (!keyless) return inRun(observation);
  if (!near) return false;
  if (current.observations.some((one) => one.kind === observation.kind && one.kind !== "run.note"))
    current.whole = false;
  return true;
}

function complete(draft: Draft): boolean {
  const verified = draft.observations.find((one) => one.kind === "verify.finished");
  if (verified === undefined) return false;
  return verified.outcome === "failed" || draft.observations.some((one) => one.stage === 4);
}

function fragmentOf(
  role: "connector-run" | "report-event",
  observations: readonly Observation[],
  whole: boolean,
): Fragment {
  const first = observations[0];
  const last = observations.findLast((one) => one.stage !== 6) ?? first;
  return {
    role,
    host: first?.host ?? "",
    start: first?.at ?? Number.NaN,
    end: last?.at ?? Number.NaN,
    observations,
    whole,
  };
}
