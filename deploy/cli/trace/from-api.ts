import type {
  ApiNote,
  ApiRequestDetail,
  Candidate,
  Cause,
  Claim,
  Evidence,
  KeyType,
  Observation,
  Request,
} from "../../../processors/contract/index.ts";
import type { Quotes } from "../render/index.ts";

/** A request of the API in the form in which `analyze` has it, so that both show it alike. */
export interface TracedRequest {
  readonly request: Request;
  readonly claim: Claim | null;
  readonly quotes: Quotes;
}

export function fromApi(
  detail: ApiRequestDetail,
  causeById: (id: string) => Cause | undefined,
): TracedRequest {
  const lines = new Map<Observation, string>();
  const evidence = detail.evidence.map((each, index): Evidence => {
    const note = detail.notes[index];
    const observation = observationOf(detail, each, note);
    lines.set(observation, note?.line ?? note?.text ?? "");
    return { observation, stage: each.stage, grade: each.grade, why: note?.why ?? "" };
  });
  const candidates = detail.candidates.map((each): Candidate => ({
    observation: placeOf(detail.host, each),
    why: each.why,
  }));
  return {
    request: requestOf(detail, evidence, candidates),
    claim: claimOf(detail, causeById),
    quotes: {
      lineOf: ({ observation }) => lines.get(observation) ?? "",
      pathOf: (fileId) => fileId,
      knowsPlacesOnly: true,
      isProvisional: !detail.isFinal,
    },
  };
}

function requestOf(
  detail: ApiRequestDetail,
  evidence: readonly Evidence[],
  candidates: readonly Candidate[],
): Request {
  const keys = new Map<KeyType, string[]>();
  for (const { type, value } of detail.identifiers) keys.set(type, [...(keys.get(type) ?? []), value]);
  return {
    id: detail.id,
    host: detail.host,
    platform: detail.platform,
    generation: detail.generation,
    startedAt: timeOf(detail.startedAt),
    endedAt: timeOf(detail.endedAt),
    outcome: detail.outcome,
    stageReached: detail.stageReached,
    failedStage: detail.failedStage,
    keys,
    stages: detail.stages.map((stage) => ({ ...stage, at: timeOf(stage.at) })),
    evidence,
    candidates,
  };
}

/** What the waterfall shows of a record. Its path stands for its file: the API tells no more of it. */
function observationOf(
  { host }: ApiRequestDetail,
  evidence: ApiRequestDetail["evidence"][number],
  note: ApiNote | undefined,
): Observation {
  const told = placeOf(host, evidence);
  const { kind, stage } = evidence;
  const at = timeOf(evidence.at);
  if (note === undefined) return { ...told, kind, stage, at };
  const { writer, text, said } = note;
  return { ...told, ...said, host: note.host, writer, kind, stage, at, facts: { text } };
}

function placeOf(
  host: string,
  { path, offset, length }: { readonly path: string; readonly offset: number; readonly length: number },
): Observation {
  return {
    host,
    writer: "other",
    kind: "run.note",
    stage: 0,
    outcome: "none",
    at: null,
    resolutionMs: 0,
    trust: "utc",
    durationMs: -1,
    thread: "",
    keys: [],
    facts: {},
    fileId: path,
    offset,
    length,
  };
}

/** The texts of a cause are our own catalogue's; of one that it has not the title is shown. */
function claimOf(
  { cause, claim }: ApiRequestDetail,
  causeById: (id: string) => Cause | undefined,
): Claim | null {
  if (cause === null) return null;
  const known = (id: string): Cause => causeById(id) ?? unknownCause(id);
  return {
    cause: causeById(cause.id) ?? { ...unknownCause(cause.id), title: cause.title, stage: cause.stage },
    because: claim?.because ?? "",
    alternatives: (claim?.alternatives ?? []).map(({ cause: id, tellApart }) => ({
      cause: known(id),
      tellApart,
    })),
  };
}

function unknownCause(id: string): Cause {
  return {
    id,
    stage: 0,
    severity: "info",
    scope: "request",
    title: id,
    signal: "",
    why: "This version of scepscope does not know the cause: the page of the server explains it.",
    steps: [],
    source: "the server",
  };
}

function timeOf(iso: string | null): number | null {
  return iso === null ? null : Date.parse(iso);
}
