import type { ApiHost, ApiRequest, ApiRequestChange, ApiRequestDetail } from "./api.ts";
import { isoTime } from "./iso-time.ts";
import type { HostView, StoredRequest } from "./store.ts";

export function toApiRequest({ view, isFinal, changedAt, claim }: StoredRequest): ApiRequest {
  return { ...view, isFinal, changedAt: isoTime(changedAt), claim };
}

/** `lines` stand in the order of the notes; where there is none, null. */
export function toApiDetail(request: StoredRequest, lines: readonly (string | null)[]): ApiRequestDetail {
  return {
    ...toApiRequest(request),
    identifiers: request.keys,
    notes: request.notes.map((note, index) => ({ ...note, line: lines[index] ?? null })),
  };
}

export function toApiChange({ view, isFinal, changedAt }: StoredRequest): ApiRequestChange {
  const { id, host, platform, outcome, stageReached, failedStage, startedAt } = view;
  const cause = view.cause === null ? null : view.cause.id;
  return {
    id,
    host,
    platform,
    outcome,
    stageReached,
    failedStage,
    cause,
    startedAt,
    isFinal,
    changedAt: isoTime(changedAt),
  };
}

export function toApiHost(host: HostView): ApiHost {
  return {
    ...host,
    passedAt: timeOf(host.passedAt),
    eventAt: timeOf(host.eventAt),
    readAt: timeOf(host.readAt),
    heardAt: timeOf(host.heardAt ?? host.readAt),
    sources: host.sources.map((source) => ({
      ...source,
      changedAt: timeOf(source.changedAt),
      eventAt: timeOf(source.eventAt),
    })),
    problems: host.problems.map((problem) => ({ ...problem, oldest: timeOf(problem.oldest) })),
  };
}

function timeOf(at: number | null): string | null {
  return at === null ? null : isoTime(at);
}
