import { answers, healthMetrics, receivers, traceFates } from "../../contract/metrics.ts";
import { kinds } from "../../contract/index.ts";
import type { Board } from "./board.ts";
import type { PipelineHealth } from "./live-view.ts";

/** How the process is, as far as it is told by whoever runs it. */
export function addHealthGauges(board: Board, health: PipelineHealth): void {
  if (health.busBytes !== null) board.add(healthMetrics.busBytes, [], health.busBytes);
  board.add(healthMetrics.stateBytes, [], health.stateBytes);
  board.add(healthMetrics.evicted, [], health.evicted);
  board.add(healthMetrics.unshown, [], health.unshown);
  board.add(healthMetrics.forgottenCursors, [], health.forgottenCursors);
  if (health.checkpointAt !== null) board.add(healthMetrics.checkpointAt, [], health.checkpointAt / 1000);
  for (const kind of kinds) board.add(healthMetrics.unbound, [kind], health.unbound.get(kind) ?? 0);
  addTraces(board, health.traces);
  addNotices(board, health.notices);
}

function addTraces(board: Board, traces: PipelineHealth["traces"]): void {
  board.add(healthMetrics.tracesWaiting, [], traces?.waiting ?? 0);
  for (const fate of traceFates) board.add(healthMetrics.traces, [fate], traces?.fates.get(fate) ?? 0);
}

function addNotices(board: Board, notices: PipelineHealth["notices"]): void {
  board.add(healthMetrics.alertsFiring, [], notices?.firing ?? 0);
  for (const receiver of receivers) {
    const counts = notices?.counts.get(receiver);
    for (const answer of answers)
      board.add(healthMetrics.notifications, [receiver, answer], counts?.get(answer) ?? 0);
  }
}
