import type { Latencies, Wait } from "../../index.ts";
import { aloneCost, type Pair } from "./assignment.ts";
import { densityAt, sumOf, type Density } from "./density.ts";
import type { HostLogs, PluginRun } from "./read-host.ts";
import { endDensity, type RowEnds } from "./row-ends.ts";

/**
 * PKIOperation rows: they begin `body`, the wait for a thread and `decode` before the plug-in's run, and end `encode` and
 * `delivery` after NDES has its reply. Pairs runs (left) with rows (right).
 */
export function operationPairs(
  logs: HostLogs,
  ends: RowEnds,
  { latencies, waits }: { latencies: Latencies; waits: readonly Wait[] },
): readonly Pair[] {
  const spans = spansOf(latencies);
  const rows = logs.rows.flatMap(({ kind, takenMs }, place) =>
    kind === "operation" ? [{ place, takenMs }] : [],
  );
  const pairs: Pair[] = [];
  logs.runs.forEach((run, left) => {
    const reply = replyOf(run, spans);
    if (reply === null) return;
    const wait = waitNear(waits, run.calling);
    for (const { place, takenMs } of rows) {
      const window = { from: Math.max(ends.from[place] ?? 0, reply.at), to: ends.to[place] ?? 0 };
      if (window.from >= window.to || window.from - reply.at > 1500) continue;
      const fit = { run, reply, wait, takenMs, opening: spans.opening };
      const likelihood = weigh(fit, window, (at) => endDensity(ends, place, at));
      const cost = -Math.log(Math.max(1e-300, likelihood));
      if (cost < aloneCost) pairs.push({ left, right: place, cost });
    }
  });
  return pairs;
}

interface Spans {
  /** Without the wait. */
  readonly opening: Density;
  readonly closing: Density;
  readonly refused: Density;
  readonly undecided: Density;
}

function spansOf({ body, decode, encode, delivery, submit, issue, collect }: Latencies): Spans {
  return {
    opening: sumOf([body, decode]),
    closing: sumOf([encode, delivery]),
    refused: sumOf([encode, delivery], 1.5),
    undecided: sumOf([submit, issue, collect, encode, delivery], 0.5),
  };
}

interface Reply {
  /** The plug-in's last word. */
  readonly at: number;
  readonly closing: Density;
}

function replyOf(run: PluginRun, spans: Spans): Reply | null {
  if (!Number.isNaN(run.notifyLeft)) return { at: run.notifyLeft, closing: spans.closing };
  if (Number.isNaN(run.left)) return null;
  return { at: run.left, closing: run.verdict ? spans.undecided : spans.refused };
}

interface Normal {
  readonly mean: number;
  readonly deviation: number;
}

/** The wait for a thread around a moment, from those of its neighbours; the nearest one, its own, is left out. */
function waitNear(waits: readonly Wait[], calling: number): Normal {
  const takenAt = calling - 2;
  let at = lowerBound(waits, takenAt);
  const near: Wait[] = [];
  let [before, after] = [at - 1, at];
  while (near.length < 9 && (before >= 0 || after < waits.length)) {
    const [a, b] = [waits[before], waits[after]];
    const takesAfter = a === undefined || (b !== undefined && b.at - takenAt < takenAt - a.at);
    at = takesAfter ? after++ : before--;
    const wait = waits[at];
    if (wait !== undefined) near.push(wait);
  }
  const others = near.slice(1).map(({ waitMs }) => waitMs);
  const mean = others.reduce((sum, ms) => sum + ms, 0) / Math.max(1, others.length);
  const variance = others.reduce((sum, ms) => sum + (ms - mean) ** 2, 0) / Math.max(1, others.length - 1);
  return { mean, deviation: Math.sqrt(variance) };
}

function lowerBound(waits: readonly Wait[], at: number): number {
  let low = 0;
  let high = waits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((waits[middle]?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Fit {
  readonly run: PluginRun;
  readonly reply: Reply;
  readonly wait: Normal;
  readonly takenMs: number;
  readonly opening: Density;
}

/** Averages over when the row may have ended. */
function weigh(
  { run, reply, wait, takenMs, opening }: Fit,
  { from, to }: { from: number; to: number },
  chance: (end: number) => number,
): number {
  const points = Math.min(300, Math.max(6, Math.ceil(to - from)));
  let sum = 0;
  for (let point = 0; point < points; point++) {
    const end = from + ((point + 0.5) * (to - from)) / points;
    const closing = densityAt(reply.closing, end - reply.at - 0.5);
    if (closing <= 1e-12) continue;
    // The time taken is cut to the millisecond, and so is the stamp of the run: the cuts add up to one.
    const before = run.calling + 1 - (end - takenMs);
    sum += closing * openingDensity(opening, wait, before) * chance(end);
  }
  return (sum * (to - from)) / points;
}

const quadrature = [-2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5];
const weights = quadrature.map((at) => Math.exp((-at * at) / 2));
const weightSum = weights.reduce((sum, weight) => sum + weight, 0);

function openingDensity(opening: Density, wait: Normal, span: number): number {
  if (wait.deviation < 0.05) return densityAt(opening, span - wait.mean);
  let sum = 0;
  quadrature.forEach((at, place) => {
    sum += densityAt(opening, span - wait.mean - at * wait.deviation) * (weights[place] ?? 0);
  });
  return sum / weightSum;
}
