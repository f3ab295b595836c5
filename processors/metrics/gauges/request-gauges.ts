import { outcomes } from "../../contract/index.ts";
import { requestMetrics } from "../../contract/metrics.ts";
import { causeValues } from "../layout.ts";
import type { Row } from "../row.ts";
import type { Tally } from "../tally.ts";
import type { Board } from "./board.ts";
import type { LiveRequest, LiveView } from "./live-view.ts";

/** How long an open request may wait for the next stage, by the stage that it has reached, before it is called stuck. */
export type StuckLimitsMs = readonly [number, number, number, number, number, number, number];

const minuteMs = 60_000;

/** Servers answer within seconds, a device comes back when it is awake, and the connector uploads every few minutes. */
export const defaultStuckLimitsMs: StuckLimitsMs = [
  15 * minuteMs,
  60 * minuteMs,
  10 * minuteMs,
  10 * minuteMs,
  30 * minuteMs,
  30 * minuteMs,
  30 * minuteMs,
];

const { open, stuck, openOldest, recent, causeAt } = requestMetrics;

/** Requests that are under way, and those of the last quarter of an hour. */
export function addRequestGauges(
  board: Board,
  tally: Tally,
  { live, limitsMs }: { readonly live: LiveView; readonly limitsMs: StuckLimitsMs },
): void {
  const views = new Map(live.hosts.map((view) => [view.host, view]));
  for (const row of tally.hosts.values()) if (row.isServer) addZeros(board, row.host);
  for (const request of live.provisional) {
    const host = tally.labelOf(request.host, request.isDevice);
    const { passedAt, eventAt } = views.get(request.host) ?? unheard;
    if (request.outcome === "open") addOpen(board, host, { request, passedAt, limitsMs });
    addProvisional(board, host, { request, eventAt });
  }
  for (const row of tally.hosts.values()) addFinal(board, row, (views.get(row.host) ?? unheard).eventAt);
}

/** A host that nothing is known of but its requests. */
const unheard = { passedAt: null, eventAt: null };

function addProvisional(
  board: Board,
  host: string,
  { request, eventAt }: { readonly request: LiveRequest; readonly eventAt: number | null },
): void {
  const at = request.endedAt ?? request.startedAt;
  if (at !== null && isRecent(Math.floor(at / minuteMs), eventAt))
    board.add(recent, [host, request.outcome, knownCause(request.cause)], 1);
}

function addZeros(board: Board, host: string): void {
  for (const stage of ["0", "1", "2", "3", "4", "5", "6"]) {
    board.add(open, [host, stage], 0);
    board.add(stuck, [host, stage], 0);
  }
  for (const outcome of outcomes) board.add(recent, [host, outcome, "none"], 0);
}

interface Waiting {
  readonly request: LiveRequest;
  readonly passedAt: number | null;
  readonly limitsMs: StuckLimitsMs;
}

/** Silence is not a failure: without a source that has passed the moment, nothing is stuck. */
function addOpen(board: Board, host: string, { request, passedAt, limitsMs }: Waiting): void {
  const stage = String(request.stageReached);
  board.add(open, [host, stage], 1);
  board.least(openOldest, [host], secondsOf(request.startedAt));
  const since = request.endedAt ?? request.startedAt;
  if (since === null || passedAt === null) return;
  if (passedAt - since > limitsMs[request.stageReached]) board.add(stuck, [host, stage], 1);
}

function addFinal(board: Board, row: Row, newestAt: number | null): void {
  for (const [cause, at] of row.causeAt) board.least(causeAt, [row.host, knownCause(cause)], secondsOf(at));
  for (const [minute, known] of row.minutes) {
    if (!isRecent(minute, newestAt)) continue;
    for (const [name, count] of known) {
      const [outcome = "", cause = ""] = name.split(" ");
      board.add(recent, [row.host, outcome, knownCause(cause)], count);
    }
  }
}

const recentMinutes = 15;

/** Whole minutes, so that one which becomes final neither leaves nor enters. */
function isRecent(minute: number, newestAt: number | null): boolean {
  if (newestAt === null) return false;
  const newest = Math.floor(newestAt / minuteMs);
  return minute <= newest && minute > newest - recentMinutes;
}

/** An earlier version may have known causes that are no more. */
function knownCause(id: string | null): string {
  return id !== null && causeSet.has(id) ? id : "none";
}

const causeSet: ReadonlySet<string> = new Set(causeValues);

function secondsOf(at: number | null): number | null {
  return at === null ? null : at / 1000;
}
