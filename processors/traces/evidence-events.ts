import type { AnalysisEvidence, EvidenceNote, StoredRequest } from "../contract/index.ts";
import { withoutMessage } from "../contract/index.ts";
import type { TraceEvent, TraceSpan } from "./span.ts";

/** A record of a request, with what is known of it. */
export interface Proof {
  readonly evidence: AnalysisEvidence;
  readonly note: EvidenceNote | undefined;
}

export function proofsOf({ view, notes }: StoredRequest): readonly Proof[] {
  return view.evidence.map((evidence, index) => ({ evidence, note: notes[index] }));
}

/** A request with a thousand records, such as one that a device asks for again and again, is told by its first ones. */
const eventsMax = 128;

/** `startedAt`: where a record without a time stands, ms UTC. `withTexts`: records may be sent in their own words. */
export function evidenceEvents(
  proofs: readonly Proof[],
  { startedAt, withTexts }: { readonly startedAt: number; readonly withTexts: boolean },
): Pick<TraceSpan, "events" | "eventsLeftOut"> {
  return {
    events: proofs.slice(0, eventsMax).map((proof) => toEvent(proof, startedAt, withTexts)),
    eventsLeftOut: Math.max(0, proofs.length - eventsMax),
  };
}

function toEvent({ evidence, note }: Proof, startedAt: number, withTexts: boolean): TraceEvent {
  const { path, offset, length, stage, kind, at, grade } = evidence;
  return {
    name: kind,
    at: at === null ? startedAt : Date.parse(at),
    attributes: {
      "scep.evidence.path": path,
      "scep.evidence.offset": offset,
      "scep.evidence.length": length,
      "scep.stage": stage,
      "scep.grade": grade,
      ...(at === null ? { "scep.evidence.untimed": true } : {}),
      ...(note === undefined ? {} : noteAttributes(note, withTexts)),
    },
  };
}

function noteAttributes(
  { host, writer, why, text }: EvidenceNote,
  withTexts: boolean,
): TraceEvent["attributes"] {
  return {
    "scep.evidence.host": host,
    "scep.evidence.writer": writer,
    "scep.evidence.why": why,
    ...(withTexts && text !== "" ? { "scep.evidence.text": withoutMessage(text) } : {}),
  };
}
