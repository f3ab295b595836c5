import type { AnalysisStage, StoredRequest } from "../contract/index.ts";
import { stageNames } from "../wording/index.ts";
import { evidenceEvents, proofsOf } from "./evidence-events.ts";
import type { Proof } from "./evidence-events.ts";
import { spanIdOf, traceIdOf } from "./ids.ts";
import { causeAttributes, errorAttributes, requestAttributes, requestStatus } from "./request-attributes.ts";
import type { TraceAttributes, TraceSpan } from "./span.ts";

export interface SpanOptions {
  /** Records may be sent in their own words. */
  readonly withTexts: boolean;
  /** Sent with those that did not fail only so many of a hundred; told, so that they can be counted. */
  readonly percent: number;
}

/**
 * A request as a trace: itself the root, below it each stage that has a time, in their order. A stage without a duration is a span of no length: it has a status, a grade
 * and records like the others, and is found in the same way. Records stand at their stage, or at the root where that has no span. Empty: no record has a time.
 */
export function toSpans(request: StoredRequest, options: SpanOptions): readonly TraceSpan[] {
  const { view } = request;
  if (view.startedAt === null) return [];
  const startedAt = Date.parse(view.startedAt);
  const timed = view.stages.filter(({ at }) => at !== null);
  const isTimed = new Set<number>(timed.map(({ stage }) => stage));
  const proofs = proofsOf(request);
  const root: TraceSpan = {
    traceId: traceIdOf(view.id),
    spanId: rootSpanId(view.id),
    parentSpanId: null,
    name: "scep request",
    startedAt,
    durationMs: Math.max(0, endOf(request) - startedAt),
    ...requestStatus(view),
    attributes: { ...requestAttributes(request), ...sampleAttributes(options) },
    ...evidenceEvents(
      proofs.filter(({ evidence }) => !isTimed.has(evidence.stage)),
      { startedAt, ...options },
    ),
    links: [],
  };
  return [root, ...timed.map((stage) => stageSpan(request, stage, { root, proofs, options }))];
}

/** What is still open has no end: its last record is as far as it is known. */
function endOf({ view }: StoredRequest): number {
  if (view.endedAt !== null) return Date.parse(view.endedAt);
  return Math.max(0, ...view.evidence.map(({ at }) => (at === null ? 0 : Date.parse(at))));
}

export function rootSpanId(requestId: string): string {
  return spanIdOf(requestId, "request");
}

export function sampleAttributes({ percent }: SpanOptions): TraceAttributes {
  return percent >= 100 ? {} : { "scep.sample.percent": percent };
}

interface Around {
  readonly root: TraceSpan;
  readonly proofs: readonly Proof[];
  readonly options: SpanOptions;
}

function stageSpan(
  { view }: StoredRequest,
  stage: AnalysisStage,
  { root, proofs, options }: Around,
): TraceSpan {
  const startedAt = stage.at === null ? root.startedAt : Date.parse(stage.at);
  const isFailed = stage.status === "failed";
  return {
    traceId: root.traceId,
    spanId: spanIdOf(view.id, String(stage.stage)),
    parentSpanId: root.spanId,
    name: `scep ${stageNames[stage.stage]}`,
    startedAt,
    durationMs: stage.durationMs ?? 0,
    status: isFailed ? "error" : stage.status === "done" ? "ok" : "unset",
    message: isFailed ? root.message : "",
    attributes: {
      "scep.request.id": view.id,
      "scep.stage": stage.stage,
      "scep.stage.status": stage.status,
      "scep.stage.has_duration": stage.durationMs !== null,
      ...(stage.grade === null ? {} : { "scep.grade": stage.grade }),
      ...(stage.timeGrade === undefined ? {} : { "scep.stage.time_grade": stage.timeGrade }),
      ...errorAttributes(view, isFailed),
      ...(isFailed ? causeAttributes(view) : {}),
    },
    ...evidenceEvents(
      proofs.filter(({ evidence }) => evidence.stage === stage.stage),
      { startedAt, ...options },
    ),
    links: [],
  };
}
