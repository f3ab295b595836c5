import { logDensity, type Latency } from "../../index.ts";

/** Probability density of a time span on a grid: `mass[i]` is the chance of [i, i + 1) steps. */
export interface Density {
  readonly mass: Float64Array;
}

export const stepMs = 0.1;
const spanMsMax = 600;

/** The sum of independent spans and of a constant. */
export function sumOf(latencies: readonly Latency[], plusMs = 0): Density {
  let sum: Float64Array | null = null;
  for (const latency of latencies) sum = sum === null ? massOf(latency) : convolve(sum, massOf(latency));
  const mass = sum ?? Float64Array.of(1);
  const shift = Math.round(plusMs / stepMs);
  return {
    mass:
      shift === 0
        ? mass
        : Float64Array.from({ length: mass.length + shift }, (_, at) => mass[at - shift] ?? 0),
  };
}

/** Chance that the span is in [from, to). */
export function massBetween({ mass }: Density, from: number, to: number): number {
  let sum = 0;
  const stop = Math.min(to / stepMs, mass.length);
  for (let at = Math.max(0, Math.floor(from / stepMs)); at < stop; at++) {
    const overlap = Math.min(at + 1, to / stepMs) - Math.max(at, from / stepMs);
    sum += (mass[at] ?? 0) * Math.max(0, overlap);
  }
  return sum;
}

/** Chance of each grid step, down to a floor that keeps surprises possible. */
export function densityAt({ mass }: Density, ms: number): number {
  return Math.max(1e-12, (mass[Math.floor(ms / stepMs)] ?? 0) / stepMs);
}

function massOf(latency: Latency): Float64Array {
  const cells = Float64Array.from({ length: Math.round(spanMsMax / stepMs) }, (_, at) => {
    const density = Math.exp(logDensity(latency, (at + 0.5) * stepMs));
    return density * stepMs;
  });
  return trim(cells);
}

/** Without its tail below one in a hundred million, which makes sums of short spans cheap. */
function trim(cells: Float64Array): Float64Array {
  let end = cells.length;
  let tail = 0;
  while (end > 1 && tail + (cells[end - 1] ?? 0) < 1e-8) tail += cells[--end] ?? 0;
  return cells.slice(0, end);
}

function convolve(a: Float64Array, b: Float64Array): Float64Array {
  const sum = new Float64Array(Math.min(a.length + b.length, Math.round(spanMsMax / stepMs)));
  for (let first = 0; first < a.length; first++) {
    const weight = a[first] ?? 0;
    const stop = Math.min(b.length, sum.length - first);
    for (let second = 0; second < stop; second++)
      sum[first + second] = (sum[first + second] ?? 0) + weight * (b[second] ?? 0);
  }
  return trim(sum);
}
