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
/** Where the last bin begins. */
const lastMs = firstMs * 2 ** ((bins - 2) / 2);

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

/** The logarithm by the number's bits: this runs for each sample of each pair. */
function binOf(ms: number): number {
  if (ms <= firstMs) return 0;
  if (ms >= lastMs) return bins - 1;
  const times = ms / firstMs;
  const octave = 31 - Math.clz32(times);
  return 1 + 2 * octave + (times >= (middles[octave] ?? 0) ? 1 : 0);
}

/** Where the second half of each octave begins, in `firstMs`. */
const middles: Float64Array = Float64Array.from({ length: bins / 2 }, (_, octave) => 2 ** (octave + 0.5));

/** Milliseconds that each bin spans. */
const widths: Float64Array = Float64Array.from({ length: bins }, (_, bin) =>
  bin === 0 ? firstMs : firstMs * (2 ** (bin / 2) - 2 ** ((bin - 1) / 2)),
);
