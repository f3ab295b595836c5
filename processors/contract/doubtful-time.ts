import type { AnalysisRequest } from "./analysis.ts";
import { doubtfulTrusts } from "./observation.ts";
import type { DoubtfulTrust, Observation, TimeTrust } from "./observation.ts";

export function isDoubtful(trust: TimeTrust): trust is DoubtfulTrust {
  return trust === "zone-unknown" || trust === "zone-inferred" || trust === "zone-doubtful";
}

/** The worst of them; null: none is doubtful. */
export function worstOf(trusts: readonly (DoubtfulTrust | null | undefined)[]): DoubtfulTrust | null {
  return doubtfulTrusts.findLast((trust) => trusts.includes(trust)) ?? null;
}

/** The worst that the times of these records stand on; null: each was written as UTC, or in a zone that was given. */
export function worstTrust(observations: readonly Pick<Observation, "at" | "trust">[]): DoubtfulTrust | null {
  return worstOf(observations.map(({ at, trust }) => (at !== null && isDoubtful(trust) ? trust : null)));
}

/** A request that says beside each of its times what is doubtful of it; the trusts are those of its evidence, in its order. Nothing is doubtful of most: they stay the same object. */
export function withDoubt(
  view: AnalysisRequest,
  trusts: readonly (TimeTrust | undefined)[],
): AnalysisRequest {
  if (!trusts.some((trust) => trust !== undefined && isDoubtful(trust))) return view;
  const doubtAt = (index: number): DoubtfulTrust | null => {
    const trust = trusts[index];
    return trust !== undefined && isDoubtful(trust) && view.evidence[index]?.at !== null ? trust : null;
  };
  const evidence = view.evidence.map((record, index) => marked(record, doubtAt(index)));
  const trust = worstOf(evidence.map((record) => record.trust));
  if (trust === null) return view;
  const stages = view.stages.map((stage) => {
    const own = evidence.filter((record) => record.stage === stage.stage);
    return marked(stage, stage.at === null ? null : worstOf(own.map((record) => record.trust)));
  });
  return { ...view, stages, evidence, trust };
}

function marked<Timed extends { readonly trust?: DoubtfulTrust }>(
  timed: Timed,
  trust: DoubtfulTrust | null,
): Timed {
  return trust === null ? timed : { ...timed, trust };
}
