import type { Observation } from "../../contract/index.ts";
import { byBegin, isAscending } from "../fragment.ts";
import type { Fragment } from "../fragment.ts";

/**
 * Runs of the certificate registration point, from its service trace: what one managed thread logs between `VerifyRequest Started` and
 * `VerifyRequest Finished with status …`, and between `Notify Started` and `Notify Finished`. A thread serves one call at a time.
 * Expects the observations of one host's registration point in order. What stands outside of a run is loose.
 */
export function crpRuns(observations: readonly Observation[]): { runs: CrpRun[]; loose: Observation[] } {
  const open = new Map<string, Draft>();
  const runs: CrpRun[] = [];
  const loose: Observation[] = [];
  for (const observation of observations) {
    const current = open.get(observation.thread);
    const opened = opens(observation);
    if (opened !== null) {
      if (current !== undefined) runs.push(finished(current, false));
      open.set(observation.thread, { role: opened, observations: [observation] });
      continue;
    }
    if (current === undefined) {
      const role = closes(observation);
      if (role === null) loose.push(observation);
      else runs.push(finished({ role, observations: [observation] }, false));
      continue;
    }
    current.observations.push(observation);
    const closed = closes(observation);
    if (closed === null) continue;
    runs.push(finished(current, closed === current.role && observation.thread !== ""));
    open.delete(observation.thread);
  }
  for (const draft of open.values()) runs.push(finished(draft, false));
  return { runs: runs.sort(byBegin), loose };
}

export interface CrpRun extends Fragment {
  readonly role: "crp-verify" | "crp-notify";
  readonly verdict: boolean | null;
}

interface Draft {
  readonly role: "crp-verify" | "crp-notify";
  readonly observations: Observation[];
}

function opens(observation: Observation): Draft["role"] | null {
  if (observation.kind === "verify.started") return "crp-verify";
  return observation.kind === "report.started" ? "crp-notify" : null;
}

function closes(observation: Observation): Draft["role"] | null {
  if (observation.kind === "verify.finished") return "crp-verify";
  return observation.kind === "report.finished" ? "crp-notify" : null;
}

function finished(draft: Draft, whole: boolean): CrpRun {
  const first = draft.observations[0];
  const last = draft.observations.at(-1);
  return {
    role: draft.role,
    host: first?.host ?? "",
    start: first?.at ?? Number.NaN,
    end: last?.at ?? Number.NaN,
    observations: draft.observations.slice(),
    whole: whole && isAscending(draft.observations) && !repeats(draft.observations) && !rests(draft),
    verdict: last?.kind === "verify.finished" ? (last.facts.verdict ?? null) : null,
  };
}

/** Notify writes one file and waits for nobody: a rest of this length may hide the border between two. */
const restMs = 1000;

function rests({ role, observations }: Draft): boolean {
  return (
    role === "crp-notify" &&
    observations.some((one, index) => (observations[index + 1]?.at ?? 0) - (one.at ?? 0) > restMs)
  );
}

/** A run says some twenty things: one that says more than these is several, or somebody else's. */
const saidMax = 100;

/** Each text stands once in a run, but for errors, which are logged once per frame: a second one proves that two runs are glued over a hole. */
function repeats(observations: readonly Observation[]): boolean {
  const said: Observation[] = [];
  for (const observation of observations) {
    const { kind, facts } = observation;
    if (facts.text === undefined && facts.phase === undefined && kind !== "report.queued") continue;
    if (kind === "verify.failed" || kind === "run.failed") continue;
    for (const earlier of said) if (saysTheSame(earlier, observation)) return true;
    if (said.push(observation) > saidMax) return true;
  }
  return false;
}

function saysTheSame(a: Observation, b: Observation): boolean {
  if (a.kind !== b.kind) return false;
  return a.kind === "report.queued" || (a.facts.phase === b.facts.phase && a.facts.text === b.facts.text);
}
