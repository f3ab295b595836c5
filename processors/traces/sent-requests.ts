import { hash } from "node:crypto";
import type { StoredRequest } from "../contract/index.ts";
import { evidenceEvents, proofsOf } from "./evidence-events.ts";
import type { Proof } from "./evidence-events.ts";
import { traceIdOf } from "./ids.ts";
import { requestAttributes, requestStatus } from "./request-attributes.ts";
import type { TraceSpan } from "./span.ts";
import { rootSpanId, sampleAttributes, toSpans } from "./to-spans.ts";
import type { SpanOptions } from "./to-spans.ts";

/**
 * Remembers which records of which requests were sent, for as many requests as it may.
 *
 * On crash: it forgets, and what comes again is sent again, with the same ids and, from the same records, the same bytes. On replay within one life: what was sent is not
 * sent again. On overload: the request that was sent longest ago is forgotten.
 */
export interface SentRequests {
  /** What is to be sent of a request: its trace; or, of one that was sent, its late evidence; or nothing, if it has no time or nothing new. */
  spansOf(request: StoredRequest): readonly TraceSpan[];
  isKnown(request: StoredRequest): boolean;
  /** It was taken. */
  sent(request: StoredRequest): void;
}

export function createSentRequests(requestsMax: number, options: SpanOptions): SentRequests {
  const known = new Map<string, ReadonlySet<number>>();
  return {
    spansOf: (request) => {
      const before = known.get(request.view.id);
      return before === undefined ? toSpans(request, options) : lateSpans(request, before, options);
    },
    isKnown: ({ view }) => known.has(view.id),
    sent: (request) => {
      const { id } = request.view;
      const before = known.get(id) ?? [];
      known.delete(id);
      known.set(id, new Set([...before, ...proofsOf(request).map(markOf)]));
      for (const oldest of known.keys()) {
        if (known.size <= requestsMax) break;
        known.delete(oldest);
      }
    },
  };
}

/** A trace of its own, with a link to what was sent: who judges traces when they are complete has judged that one, and would not look at it again. */
function lateSpans(
  request: StoredRequest,
  before: ReadonlySet<number>,
  options: SpanOptions,
): readonly TraceSpan[] {
  const { view } = request;
  const late = proofsOf(request).filter((proof) => !before.has(markOf(proof)));
  const moments = late.flatMap(({ evidence }) => (evidence.at === null ? [] : [Date.parse(evidence.at)]));
  const [startedAt, endedAt] = moments.length > 0 ? [Math.min(...moments), Math.max(...moments)] : [null, 0];
  if (startedAt === null) return [];
  const seed = `${view.id} late ${late.map(placeOf).join(" ")}`;
  const link = { traceId: traceIdOf(view.id), spanId: rootSpanId(view.id) };
  return [
    {
      traceId: traceIdOf(seed),
      spanId: rootSpanId(seed),
      parentSpanId: null,
      name: "scep late evidence",
      startedAt,
      durationMs: endedAt - startedAt,
      ...requestStatus(view),
      attributes: { ...requestAttributes(request), ...sampleAttributes(options) },
      ...evidenceEvents(late, { startedAt, ...options }),
      links: [{ ...link, attributes: { "scep.link": "late-evidence" } }],
    },
  ];
}

function placeOf({ evidence, note }: Proof): string {
  return `${note?.fileId ?? evidence.path} ${evidence.offset}`;
}

/** 48 bits of it: a number takes a tenth of the memory of a text. */
function markOf(proof: Proof): number {
  return Number.parseInt(hash("sha1", placeOf(proof)).slice(0, 12), 16);
}
