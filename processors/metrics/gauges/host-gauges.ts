import type { HostSource, HostView } from "../../contract/index.ts";
import { hostMetrics, sourceMetrics } from "../../contract/metrics.ts";
import { clockOffsetMs, lastHeard } from "../../contract/index.ts";
import { causeValues, hostCauses } from "../layout.ts";
import { oldestFile } from "../processing-files.ts";
import { otherHost, ownHosts } from "../rows.ts";
import type { Tally } from "../tally.ts";
import type { Board } from "./board.ts";

/** What each host and each of its sources last said. */
export function addHostGauges(
  board: Board,
  tally: Tally,
  { hosts, sourcesMax }: { readonly hosts: readonly HostView[]; readonly sourcesMax: number },
): void {
  for (const view of hosts) {
    const host = tally.labelOf(view.host, isDevice(view));
    board.least(sourceMetrics.passedAt, [host], secondsOf(view.passedAt));
    board.least(sourceMetrics.hostEventAt, [host], secondsOf(view.eventAt));
    board.least(sourceMetrics.hostReadAt, [host], secondsOf(lastHeard(view)));
    board.least(sourceMetrics.clockOffset, [host], clockOffsetMs(view) / 1000);
    for (const { cause, count } of view.problems)
      if (causes.has(cause)) board.add(hostMetrics.problems, [host, cause], count);
    for (const [index, source] of view.sources.entries()) {
      const name = index < sourcesMax ? labelOf(source.name) : otherHost;
      addSource(board, [host, name], { source, readAt: view.readAt });
    }
    board.add(sourceMetrics.unlisted, [host], Math.max(0, view.sources.length - sourcesMax));
  }
  addRows(board, tally);
}

/** What the tally knows of hosts that is no total. */
function addRows(board: Board, tally: Tally): void {
  for (const row of tally.hosts.values()) {
    const host = [row.host];
    for (const [certificate, at] of row.expiries)
      board.least(hostMetrics.expiry, [row.host, certificate], at / 1000);
    if (!row.isServer) continue;
    board.add(hostMetrics.processingFiles, host, row.files.byName.size);
    board.least(hostMetrics.processingOldest, host, secondsOf(oldestFile(row.files)));
    board.add(sourceMetrics.unlisted, host, 0);
    for (const cause of hostCauses) board.add(hostMetrics.problems, [row.host, cause], 0);
  }
  board.add(sourceMetrics.hosts, [], ownHosts(tally.hosts));
}

/** Only the logs of a phone or tablet come from it. */
function isDevice({ sources }: HostView): boolean {
  return sources.length > 0 && sources.every(({ format }) => format === "omadm" || format === "console");
}

const causes: ReadonlySet<string> = new Set(causeValues);

const unreadable: ReadonlySet<string> = new Set(["missing", "denied", "failing"]);

function addSource(
  board: Board,
  labels: readonly string[],
  { source, readAt }: { readonly source: HostSource; readonly readAt: number | null },
): void {
  board.add(sourceMetrics.lagBytes, labels, source.bytesBehind);
  board.add(sourceMetrics.lagSeconds, labels, lagOf(source));
  board.least(sourceMetrics.eventAt, labels, secondsOf(source.eventAt));
  if (!unreadable.has(source.condition)) board.least(sourceMetrics.readAt, labels, secondsOf(readAt));
  board.add(sourceMetrics.condition, [...labels, source.condition], 1);
}

function lagOf({ bytesBehind, changedAt, eventAt }: HostSource): number {
  if (bytesBehind === 0 || changedAt === null || eventAt === null) return 0;
  return Math.max(0, changedAt - eventAt) / 1000;
}

const sourceCharsMax = 120;

/** A source is called as its folder: the operator's words, but a name may be made of anything that a file system takes. */
function labelOf(name: string): string {
  return name.toWellFormed().slice(0, sourceCharsMax).toWellFormed() || otherHost;
}

function secondsOf(at: number | null): number | null {
  return at === null ? null : at / 1000;
}
