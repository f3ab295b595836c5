import { requestMetrics } from "../contract/metrics.ts";
import type { Grade, Request } from "../contract/index.ts";
import { addTo } from "./row.ts";
import type { Exemplar, Row } from "./row.ts";
import { fleetLayout, hostLayout } from "./rows.ts";

export interface Settled {
  readonly request: Request;
  readonly cause: string;
}

/** Counts a final request: on its host, and among those of the fleet. */
export function settleInto(row: Row, fleet: Row, { request, cause }: Settled): void {
  const { outcome } = request;
  const exemplar = exemplarOf(request);
  count(row, hostLayout.place(requestMetrics.requests, outcome), exemplar);
  count(fleet, fleetLayout.place(requestMetrics.platforms, request.platform, outcome), exemplar);
  if (outcome === "failed")
    count(row, hostLayout.place(requestMetrics.failures, String(request.failedStage ?? 0)), exemplar);
  if (outcome === "failed" || cause !== "none")
    count(row, hostLayout.place(requestMetrics.causes, outcome, cause), exemplar);
  countDurations(fleet, request, exemplar);
  countRecords(row, request);
  noteTime(row, { request, cause });
}

/** Links a series to the page of the request that was last counted in it. Null: the request has no time. */
function exemplarOf({ id, startedAt, endedAt }: Request): Exemplar | null {
  const at = endedAt ?? startedAt;
  return at === null || !requestName.test(id) ? null : { request: id, value: 1, at };
}

/** OpenMetrics allows 128 characters for an exemplar's labels in all. */
const requestName = /^[\w.-]{1,100}$/;

function count(row: Row, place: number, exemplar: Exemplar | null): void {
  addTo(row, place);
  if (exemplar !== null) row.exemplars.set(place, exemplar);
}

function countDurations(fleet: Row, request: Request, exemplar: Exemplar | null): void {
  for (const { stage, durationMs } of request.stages) {
    if (durationMs !== null)
      observeDuration(fleet, { name: "stageDuration", label: String(stage), ms: durationMs, exemplar });
  }
  const { startedAt, endedAt, outcome } = request;
  if (startedAt !== null && endedAt !== null)
    observeDuration(fleet, { name: "requestDuration", label: outcome, ms: endedAt - startedAt, exemplar });
}

interface Duration {
  readonly name: "stageDuration" | "requestDuration";
  readonly label: string;
  readonly ms: number;
  readonly exemplar: Exemplar | null;
}

function observeDuration(fleet: Row, { name, label, ms, exemplar }: Duration): void {
  const metric = requestMetrics[name];
  // A sum of doubles may come out a trifle below zero.
  const seconds = Math.max(0, ms) / 1000;
  const bound = metric.buckets.find((bucket) => seconds <= bucket);
  const place = fleetLayout.place(metric, label, bound === undefined ? "+Inf" : String(bound));
  count(fleet, place, exemplar === null ? null : { ...exemplar, value: seconds });
  addTo(fleet, fleetLayout.place(metric, label, "sum"), seconds);
}

function countRecords(row: Row, { evidence, candidates }: Request): void {
  const counts: Record<Grade, number> = { key: 0, exact: 0, probable: 0 };
  for (const { grade } of evidence) counts[grade] += 1;
  for (const grade of ["key", "exact", "probable"] as const)
    if (counts[grade] > 0) addTo(row, hostLayout.place(requestMetrics.boundRecords, grade), counts[grade]);
  if (candidates.length > 0) addTo(row, hostLayout.place(requestMetrics.candidates), candidates.length);
}

const minuteMs = 60_000;
/** More than a window of recent requests, so that records which are hours ahead of the others do not empty it at once. */
const minutesMax = 60;

function noteTime(row: Row, { request, cause }: Settled): void {
  const at = request.endedAt ?? request.startedAt;
  if (at === null) return;
  if (cause !== "none") row.causeAt.set(cause, Math.max(at, row.causeAt.get(cause) ?? at));
  const minute = Math.floor(at / minuteMs);
  const known = row.minutes.get(minute) ?? new Map<string, number>();
  row.minutes.set(minute, known);
  const name = `${request.outcome} ${cause}`;
  known.set(name, (known.get(name) ?? 0) + 1);
  if (row.minutes.size > minutesMax) row.minutes.delete(Math.min(...row.minutes.keys()));
}
