import type {
  AnalysisCandidate,
  AnalysisEvidence,
  AnalysisKeys,
  AnalysisRequest,
  AnalysisStage,
} from "./analysis.ts";
import type { Claim } from "./causes.ts";
import { withDoubt } from "./doubtful-time.ts";
import { isoTime } from "./iso-time.ts";
import type { KeyType } from "./observation.ts";
import type { Candidate, Evidence, Request, StageView } from "./request.ts";

/**
 * A request as it stands in `analyze --json`. `pathOf` names the file of an id, as shown to people.
 * The order of everything follows from the request alone, so the same request gives the same bytes.
 */
export function toAnalysisRequest(
  request: Request,
  claim: Claim | null,
  pathOf: (fileId: string) => string,
): AnalysisRequest {
  const view: AnalysisRequest = {
    id: request.id,
    host: request.host,
    platform: request.platform,
    generation: request.generation,
    startedAt: timeOf(request.startedAt),
    endedAt: timeOf(request.endedAt),
    outcome: request.outcome,
    stageReached: request.stageReached,
    failedStage: request.failedStage,
    keys: keysOf(request),
    stages: request.stages.map(toStage),
    cause: claim === null ? null : { id: claim.cause.id, stage: claim.cause.stage, title: claim.cause.title },
    evidence: request.evidence.map((evidence) => toEvidence(evidence, pathOf)),
    candidates: request.candidates.map((candidate) => toCandidate(candidate, pathOf)),
  };
  return withDoubt(
    view,
    request.evidence.map(({ observation }) => observation),
  );
}

function keysOf(request: Request): AnalysisKeys {
  return {
    transactionId: valuesOf(request, "transactionId"),
    deviceId: valuesOf(request, "deviceId"),
    userId: valuesOf(request, "userId"),
    thumbprint: valuesOf(request, "thumbprint"),
    serialNumber: valuesOf(request, "serialNumber"),
    profileId: valuesOf(request, "profileId"),
    caRequestId: valuesOf(request, "caRequestId"),
    clientIp: valuesOf(request, "clientIp"),
  };
}

/** Sorted: which record came first is not part of the result. */
function valuesOf(request: Request, type: KeyType): readonly string[] {
  const values = request.keys.get(type);
  return values === undefined ? [] : values.length < 2 ? values : values.toSorted();
}

function toStage(view: StageView): AnalysisStage {
  return {
    stage: view.stage,
    status: view.status,
    at: timeOf(view.at),
    durationMs: view.durationMs === null ? null : toMs(view.durationMs),
    grade: view.grade,
    ...(view.timeGrade === undefined ? {} : { timeGrade: view.timeGrade }),
  };
}

function toEvidence(
  { observation, stage, grade }: Evidence,
  pathOf: (fileId: string) => string,
): AnalysisEvidence {
  return {
    path: pathOf(observation.fileId),
    offset: observation.offset,
    length: observation.length,
    stage,
    kind: observation.kind,
    at: timeOf(observation.at),
    grade,
  };
}

function toCandidate({ observation, why }: Candidate, pathOf: (fileId: string) => string): AnalysisCandidate {
  return { path: pathOf(observation.fileId), offset: observation.offset, length: observation.length, why };
}

function timeOf(at: number | null): string | null {
  return at === null ? null : isoTime(at);
}

/** To a tenth of a microsecond, the finest clock there is: sums of doubles must not show their rounding. */
function toMs(duration: number): number {
  return Math.max(0, Math.round(duration * 10_000) / 10_000);
}
