import type {
  Evidence,
  HostActivity,
  KeyType,
  Kind,
  Observation,
  Request,
  Stage,
  StageView,
} from "../../../../processors/contract/index.ts";

/** 2026-11-22 10:14:07.000 UTC. */
export const noon: number = Date.UTC(2026, 10, 22, 10, 14, 7);

/** An observation with everything that a test does not care about filled in. */
export function observationOf(given: Partial<Observation> & { readonly kind: Kind }): Observation {
  return {
    host: "ndes01.contoso.test",
    writer: "iis",
    stage: stageOf(given.kind),
    outcome: "none",
    at: noon,
    resolutionMs: 0,
    trust: "utc",
    durationMs: -1,
    thread: "",
    keys: [],
    facts: {},
    fileId: "f1",
    offset: 4096,
    length: 120,
    ...given,
  };
}

export function evidenceOf(given: Partial<Observation> & { readonly kind: Kind }, stage?: Stage): Evidence {
  const observation = observationOf(given);
  return {
    observation,
    stage: stage ?? (observation.stage === 0 ? 3 : observation.stage),
    grade: "exact",
    why: "the same run of the same thread",
  };
}

/** A failed request of a legacy host, unless told otherwise. */
export function requestOf(evidence: readonly Evidence[], given: Partial<Request> = {}): Request {
  const failedStage = given.failedStage === undefined ? 3 : given.failedStage;
  return {
    id: "r1",
    host: "ndes01.contoso.test",
    platform: "android",
    generation: "legacy",
    startedAt: noon,
    endedAt: noon + 1296,
    outcome: "failed",
    stageReached: failedStage ?? 6,
    failedStage,
    keys: new Map<KeyType, readonly string[]>(),
    stages: stagesOf(failedStage),
    evidence,
    candidates: [],
    ...given,
  };
}

export const calm: HostActivity = { verifiedNear: 0, refusedNear: 0, signals: new Set<string>() };

export function stagesOf(failedStage: Stage | null): readonly StageView[] {
  return ([1, 2, 3, 4, 5, 6] as const).map((stage) => {
    const status =
      failedStage === null || stage < failedStage ? "done" : stage === failedStage ? "failed" : "unknown";
    const isSeen = status !== "unknown";
    return {
      stage,
      status,
      at: isSeen ? noon + stage * 100 : null,
      durationMs: isSeen ? 90 : null,
      grade: isSeen ? "exact" : null,
    };
  });
}

const stageByWord: ReadonlyMap<string, Stage> = new Map([
  ["profile", 1],
  ["contact", 2],
  ["verify", 3],
  ["issue", 4],
  ["deliver", 5],
  ["report", 6],
]);

function stageOf(kind: Kind): Stage | 0 {
  return stageByWord.get(kind.slice(0, kind.indexOf("."))) ?? 0;
}
