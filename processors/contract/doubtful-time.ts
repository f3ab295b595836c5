import type { AnalysisRequest } from "./analysis.ts";
import { isoTime } from "./iso-time.ts";
import { doubtfulTrusts } from "./observation.ts";
import type { DoubtfulTrust, Observation, TimeTrust } from "./observation.ts";
import type { Request } from "./request.ts";
import type { StoredRequest } from "./store.ts";

/** What a record says of its time. */
export type TimedRecord = Pick<Observation, "at" | "resolutionMs" | "durationMs" | "trust">;

export function isDoubtful(trust: TimeTrust): trust is DoubtfulTrust {
  return trust === "zone-unknown" || trust === "zone-inferred" || trust === "zone-doubtful";
}

/** The worst of them; null: none is doubtful. */
export function worstOf(trusts: readonly (DoubtfulTrust | null | undefined)[]): DoubtfulTrust | null {
  return doubtfulTrusts.findLast((trust) => trusts.includes(trust)) ?? null;
}

/** What a time of a request or stage, as `isoTime` writes it, stands on: the records that happened or began then; where none of them did, it may be any. Null: it is UTC. */
export function trustOfMoment(moment: string | null, records: readonly TimedRecord[]): DoubtfulTrust | null {
  if (moment === null) return null;
  const own = records.filter((record) => isOf(moment, record));
  const trusts = (own.length === 0 ? records : own).map(doubtOf);
  return own.length > 0 && trusts.includes(null) ? null : worstOf(trusts);
}

/** What is doubtful of the time at which a request began. Most have no doubtful record, and to find those of a moment takes longer. */
export function trustOfBegin({
  startedAt,
  evidence,
}: Pick<Request, "startedAt" | "evidence">): DoubtfulTrust | null {
  const records = evidence.map(({ observation }) => observation);
  if (startedAt === null || !records.some(({ trust }) => isDoubtful(trust))) return null;
  return trustOfMoment(isoTime(startedAt), records);
}

function isOf(moment: string, { at, resolutionMs, durationMs }: TimedRecord): boolean {
  if (at === null) return false;
  const began = at - (durationMs >= resolutionMs ? Math.max(0, durationMs) : 0);
  return isoTime(at) === moment || isoTime(began) === moment;
}

function doubtOf({ at, trust }: TimedRecord): DoubtfulTrust | null {
  return at !== null && isDoubtful(trust) ? trust : null;
}

/** A request that says beside each of its times what is doubtful of it; the records are those of its evidence, in its order. Nothing is doubtful of most: they stay the same object. */
export function withDoubt(view: AnalysisRequest, records: readonly TimedRecord[]): AnalysisRequest {
  const trust = worstOf(records.map(doubtOf));
  if (trust === null) return view;
  const evidence = view.evidence.map((record, index) => {
    const own = records[index];
    return marked(record, own === undefined ? null : doubtOf(own));
  });
  const stages = view.stages.map((stage) => {
    const own = records.filter((_, index) => evidence[index]?.stage === stage.stage);
    return marked(stage, trustOfMoment(stage.at, own));
  });
  return { ...view, stages, evidence, trust };
}

/** What the records of a kept request say of their times. What was kept by an early version says nothing: then they are taken for UTC. */
export function timedRecords(
  { view, notes }: Pick<StoredRequest, "view" | "notes">,
  parseTime: (text: string) => number,
): readonly TimedRecord[] {
  return view.evidence.map(({ at }, index) => ({
    ...(notes[index]?.said ?? { resolutionMs: 0, durationMs: -1, trust: "utc" }),
    at: at === null ? null : parseTime(at),
  }));
}

function marked<Timed extends { readonly trust?: DoubtfulTrust }>(
  timed: Timed,
  trust: DoubtfulTrust | null,
): Timed {
  return trust === null ? timed : { ...timed, trust };
}
