import type {
  Grade,
  Outcome,
  Platform,
  RequestFilter,
  Stage,
  StageStatus,
  StoredRequest,
} from "../contract/index.ts";

/** All that requests are counted by. There are far fewer of these than requests. */
export interface Facet {
  readonly host: string;
  readonly outcome: Outcome;
  readonly stage: Stage | 0;
  readonly cause: string | null;
  readonly platform: Platform;
  readonly isFinal: boolean;
  /** Of the six stages, in order. */
  readonly statuses: readonly StageStatus[];
}

export function facetOf({ view, isFinal }: StoredRequest): Facet {
  const { host, outcome, stageReached, cause, platform, stages } = view;
  return {
    host,
    outcome,
    stage: stageReached,
    cause: cause === null ? null : cause.id,
    platform,
    isFinal,
    statuses: stages.map(({ status }) => status),
  };
}

/** Whether all of a filter holds that a facet can tell: time and key are left to others. */
export function facetMatches(facet: Facet, filter: RequestFilter): boolean {
  return (
    (filter.host === undefined || filter.host === facet.host) &&
    (filter.outcome === undefined || filter.outcome === facet.outcome) &&
    (filter.stage === undefined || filter.stage === facet.stage) &&
    (filter.cause === undefined || filter.cause === facet.cause) &&
    (filter.platform === undefined || filter.platform === facet.platform)
  );
}

export type GradeCounts = Readonly<Record<Grade, number>>;

/** Records by the grade with which they are bound. */
export function gradesOf({ view }: StoredRequest): GradeCounts {
  const counts = { key: 0, exact: 0, probable: 0 };
  for (const { grade } of view.evidence) counts[grade] += 1;
  return counts;
}
