import type { Candidate, Evidence, KeyType, Observation, Platform, Request } from "../../contract/index.ts";
import { inOrder } from "../fragment.ts";
import type { Heard } from "../heard.ts";
import type { Attempt } from "../joins/attempts.ts";
import { distinctKeys } from "../joins/key-index.ts";
import { stagesOf } from "./stage-of.ts";
import { stageViews } from "./stages.ts";
import { spanOf } from "./span-of.ts";
import { verdictOf } from "./outcome.ts";

/** The request that an attempt is shown as. `number` counts the attempts of its history from 1. */
export function requestOf(
  attempt: Attempt,
  name: { readonly history: string; readonly number: number },
  heard: Heard,
): Request {
  const evidence = evidenceOf(attempt);
  const candidates = candidatesOf(attempt, evidence);
  const verdict = verdictOf({ evidence, candidates, views: stageViews(evidence) }, heard);
  const observations = observationsOf(evidence);
  const span = spanOf(observations, clockOf(observations, attempt.host));
  return {
    id: name.number === 1 ? name.history : `${name.history}.${name.number}`,
    host: attempt.host,
    platform: platformOf(observations),
    generation: attempt.generation,
    startedAt: span === null ? null : span.from,
    endedAt: span === null || verdict.outcome === "open" ? null : span.to,
    outcome: verdict.outcome,
    stageReached: verdict.stageReached,
    failedStage: verdict.failedStage,
    keys: keysOf(observations),
    stages: verdict.stages,
    evidence,
    candidates,
  };
}

function evidenceOf(attempt: Attempt): Evidence[] {
  const evidence: Evidence[] = [];
  for (const { fragment, grade, why } of attempt.members) {
    const stages = stagesOf(fragment);
    let index = 0;
    for (const observation of fragment.observations) {
      evidence.push({ observation, stage: stages[index] ?? 3, grade, why });
      index += 1;
    }
  }
  return evidence.sort(byPlace);
}

function observationsOf(evidence: readonly Evidence[]): readonly Observation[] {
  const observations: Observation[] = [];
  for (const { observation } of evidence) observations.push(observation);
  return observations;
}

function byPlace(a: Evidence, b: Evidence): number {
  return inOrder(a.observation, b.observation);
}

/** What is bound after all is no candidate any more; what several layers named is one. */
function candidatesOf({ candidates }: Attempt, evidence: readonly Evidence[]): readonly Candidate[] {
  if (candidates.length === 0) return candidates;
  const seen = new Set(evidence.map((one) => one.observation));
  const left = candidates.filter(({ observation }) => !seen.has(observation) && seen.add(observation));
  return left.sort((a, b) => inOrder(a.observation, b.observation));
}

/**
 * The clock of the server counts, and a device's only where there is nothing else. A CA elsewhere decides within the call, but its clock may be minutes off: it counts where the server tells nothing, or the
 * CA had held the request, as long as that took.
 */
function clockOf(observations: readonly Observation[], host: string): (one: Observation) => boolean {
  const isOwn = (one: Observation): boolean => isServers(one) && one.host === host;
  const isHeld = observations.some(({ kind }) => kind === "issue.pending");
  return !isHeld && observations.some((one) => isOwn(one)) ? isOwn : isServers;
}

function isServers({ writer }: Observation): boolean {
  return !writer.endsWith("-device");
}

function platformOf(observations: readonly Observation[]): Platform {
  for (const { facts } of observations) {
    const { platform } = facts;
    if (platform !== undefined && platform !== "unknown") return platform;
  }
  return "unknown";
}

function keysOf(observations: readonly Observation[]): ReadonlyMap<KeyType, readonly string[]> {
  const keys = new Map<KeyType, string[]>();
  for (const { type, value } of distinctKeys(observations)) {
    const values = keys.get(type);
    if (values === undefined) keys.set(type, [value]);
    else values.push(value);
  }
  return keys;
}
