/**
 * What was learned of a waiting time: counts on a logarithmic scale, half octaves from 0.25 ms to an hour, over a flat prior that says "any order of magnitude".
 * Counts only: the order in which pairs were seen does not matter.
 */
export interface Latency {
  readonly counts: Float64Array;
  total: number;
}

const bins = 48;
const priorCount = 0.25;
const firstMs = 0.25;

export function emptyLatency(): Latency {
  return { counts: new Float64Array(bins), total: 0 };
}

export function copyLatency(latency: Latency): Latency {
  return { counts: latency.counts.slice(), total: latency.total };
}

export function learn(latency: Latency, ms: number): void {
  const bin = binOf(ms);
  latency.counts[bin] = (latency.counts[bin] ?? 0) + 1;
  latency.total += 1;
}

/** Halves what was learned when it is much, so that a change of the host's speed is followed. */
export function fade(latency: Latency, totalMax: number): void {
  if (latency.total <= totalMax) return;
  for (let bin = 0; bin < bins; bin += 1) latency.counts[bin] = (latency.counts[bin] ?? 0) / 2;
  latency.total /= 2;
}

/** Probability per millisecond of each bin, smoothed over its neighbours. */
export function densityTable(latency: Latency): Float64Array {
  const { counts } = latency;
  const sum = latency.total + priorCount * bins;
  const table = new Float64Array(bins);
  for (let bin = 0; bin < bins; bin += 1) {
    const smooth = (counts[bin] ?? 0) / 2 + ((counts[bin - 1] ?? 0) + (counts[bin + 1] ?? 0)) / 4;
    table[bin] = (smooth + priorCount) / (sum * (widths[bin] ?? 1));
  }
  return table;
}

export function densityOf(table: Float64Array, ms: number): number {
  return table[binOf(ms)] ?? 0;
}

function binOf(ms: number): number {
  if (ms <= firstMs) return 0;
  return Math.min(bins - 1, 1 + Math.floor(2 * Math.log2(ms / firstMs)));
}

/** Milliseconds that each bin spans. */
const widths: Float64Array = Float64Array.from({ length: bins }, (_, bin) =>
  bin === 0 ? firstMs : firstMs * (2 ** (bin / 2) - 2 ** ((bin - 1) / 2)),
);
