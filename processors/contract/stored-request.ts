import { toAnalysisRequest } from "./analysis-request.ts";
import type { Claim } from "./causes.ts";
import type { Key } from "./observation.ts";
import type { Evidence, Request } from "./request.ts";
import type { EvidenceNote, StoredRequest } from "./store.ts";

export interface StoredRequestFacts {
  /** Names the file of an id, as shown to people. */
  readonly pathOf: (fileId: string) => string;
  readonly isFinal: boolean;
  /** ms UTC by the processor's clock. */
  readonly changedAt: number;
}

/** A request as a store keeps it. Its order follows from the request alone, so the same request is stored as the same bytes. */
export function toStoredRequest(
  request: Request,
  claim: Claim | null,
  { pathOf, isFinal, changedAt }: StoredRequestFacts,
): StoredRequest {
  return {
    view: toAnalysisRequest(request, claim, pathOf),
    isFinal,
    keys: keysOf(request),
    changedAt,
    notes: request.evidence.map(toNote),
    claim:
      claim === null
        ? null
        : {
            because: claim.because,
            alternatives: claim.alternatives.map(({ cause, tellApart }) => ({ cause: cause.id, tellApart })),
          },
  };
}

function keysOf(request: Request): readonly Key[] {
  return [...request.keys]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([type, values]) => values.toSorted().map((value) => ({ type, value })));
}

function toNote({ observation, why }: Evidence): EvidenceNote {
  const { host, writer, fileId, outcome, resolutionMs, trust, durationMs, facts } = observation;
  const text = facts.text ?? "";
  return { host, writer, fileId, why, text, said: { outcome, resolutionMs, trust, durationMs } };
}
