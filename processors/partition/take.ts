import type { ShippedSlice, SourceReport } from "../../collectors/contract/index.ts";
import type { Observation, Request } from "../contract/index.ts";
import type { Taken } from "../intake/index.ts";
import type { Memory } from "./memory.ts";

/** The book is told of a watermark when it has risen by so much: each look costs. */
const advanceMs = 1000;

export function takeReport(memory: Memory, report: SourceReport): void {
  memory.watermarks.report(report);
  memory.board.report(report);
  for (const host of memory.roll.report(report, memory.watermarks.unheardMs)) memory.board.touch(host);
  const clock = memory.busClock.report(report);
  if (clock !== null) memory.judge.noteSkew(report.host, clock);
  memory.hasReport = true;
  const isBehind = report.sources.some(({ condition }) => condition === "behind");
  const [from, to] = isBehind ? [memory.current, memory.behind] : [memory.behind, memory.current];
  from.delete(report.host);
  to.add(report.host);
  advanceWith(memory, report.host);
  if (!isBehind) showHeld(memory, report.host);
}

export function takeSlice(memory: Memory, shipped: ShippedSlice): void {
  const { host } = shipped.slice.file;
  memory.watermarks.slice(host, shipped);
  advanceWith(memory, host);
  const taken = memory.intake.take(shipped);
  count(memory, taken, memory.board.take(shipped, taken, decidedOn(memory, host)));
  memory.judge.observe(taken.observations);
  // That a log is there is worth a note also where it names no columns: only beside others something can be missing.
  for (const columns of taken.headers.length === 0 ? [noColumns] : taken.headers)
    memory.judge.noteSource({ host: taken.host, format: taken.file.format, columns });
  memory.metrics.observe(taken.observations);
  memory.book.add(taken.observations);
  addToPreview(memory, shipped, taken.observations);
}

const noColumns: readonly string[] = [];

/** What is older than this comes from a backlog. */
const backlogMs = 10 * 60_000;

/** With a backlog, as before the first report, nobody looks at what is old: most of it is final before it would be shown. */
function addToPreview(
  memory: Memory,
  { slice, readAt }: ShippedSlice,
  observations: readonly Observation[],
): void {
  const { host } = slice.file;
  if (memory.current.has(host)) {
    memory.preview.add(observations);
    return;
  }
  const fresh: Observation[] = [];
  for (const observation of observations) {
    const { at } = observation;
    if (at === null || at < readAt - backlogMs) memory.heldBack.hold(host, observation);
    else fresh.push(observation);
  }
  memory.preview.add(fresh);
}

/** What the book has not decided meanwhile is shown. */
function showHeld({ heldBack, preview }: Memory, host: string): void {
  const held = heldBack.release(host);
  if (held.length > 0) preview.add(held);
}

function settleHeld({ heldBack }: Memory, finals: readonly Request[], unbound: readonly Observation[]): void {
  for (const { evidence } of finals) for (const { observation } of evidence) heldBack.drop(observation);
  for (const observation of unbound) heldBack.drop(observation);
}

function count({ metrics }: Memory, taken: Taken, late: number): void {
  const { host, file, records, bytes, gapBytes, duplicateBytes } = taken;
  metrics.source(host, file.format, { bytes, records, gapBytes, duplicateBytes, late });
  for (const { reason } of taken.rejected) metrics.reject(host, file.format, reason);
}

/** What is older is decided on this host, ms UTC. */
function decidedOn({ advanced, advancedTo }: Memory, host: string): number {
  return Math.max(advancedTo, advanced.get(host) ?? Number.NEGATIVE_INFINITY);
}

/** What nothing that is still to come can change is decided, once the host has come further. */
function advanceWith(memory: Memory, host: string): void {
  const { watermarks, advanced } = memory;
  const passedBy = (name: string): number => watermarks.passedBy(name) ?? Number.NEGATIVE_INFINITY;
  if (passedBy(host) <= decidedOn(memory, host) + advanceMs) return;
  advanced.set(host, passedBy(host));
  memory.advancedTo = watermarks.passed();
  const finals = memory.book.advance(memory.advancedTo, passedBy);
  for (const request of finals) {
    const judged = memory.judge.claim(request);
    memory.metrics.settle(request, judged.claim);
    memory.finals.push(judged);
  }
  if (finals.length === 0 && memory.unbound.length === 0) return;
  const unbound = memory.unbound.splice(0);
  settleHeld(memory, finals, unbound);
  memory.gone.push(...memory.preview.settle(finals, unbound));
}
