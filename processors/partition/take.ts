import type { ShippedSlice, SourceReport } from "../../collectors/contract/index.ts";
import type { Taken } from "../intake/index.ts";
import type { Memory } from "./memory.ts";

/** The book is told of a watermark when it has risen by so much: each look costs. */
const advanceMs = 1000;

export function takeReport(memory: Memory, report: SourceReport): void {
  memory.watermarks.report(report);
  memory.board.report(report);
  memory.hasReport = true;
  if (report.sources.some(({ condition }) => condition === "behind")) memory.behind.add(report.host);
  else memory.behind.delete(report.host);
  advanceWith(memory, report.host);
}

export function takeSlice(memory: Memory, shipped: ShippedSlice): void {
  const { host } = shipped.slice.file;
  memory.watermarks.slice(host, shipped);
  advanceWith(memory, host);
  const taken = memory.intake.take(shipped);
  count(memory, taken, memory.board.take(shipped, taken, decidedOn(memory, host)));
  memory.judge.observe(taken.observations);
  for (const columns of taken.headers)
    memory.judge.noteSource({ host: taken.host, format: taken.file.format, columns });
  memory.metrics.observe(taken.observations);
  memory.book.add(taken.observations);
  memory.preview.add(taken.observations);
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
  memory.gone.push(...memory.preview.settle(finals, memory.unbound.splice(0)));
}
