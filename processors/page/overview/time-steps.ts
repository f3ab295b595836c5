import type { Steps } from "../../contract/index.ts";
import { counted } from "../../wording/index.ts";

const [dayMs, hourMs, minuteMs, secondMs] = [86_400_000, 3_600_000, 60_000, 1000] as const;
const units = [
  ["day", dayMs],
  ["hour", hourMs],
  ["minute", minuteMs],
] as const;

/** Lengths that people count in; from an hour on they are read from running sums. */
const lengths: readonly number[] = [
  ...[1, 5, 10, 30].map((count) => count * secondMs),
  ...[1, 2, 5, 10, 30].map((count) => count * minuteMs),
  ...[1, 2, 3, 6, 12].map((count) => count * hourMs),
  ...[1, 2, 7, 14, 28].map((count) => count * dayMs),
];
const stepsMax = 40;

/** Steps that a clock shows, with `from` in the first and `to` in the last, ms UTC. At most `stepsMax`. */
export function stepsOver(from: number, to: number): Steps {
  const isEnough = (stepMs: number): boolean => (to - from) / stepMs <= stepsMax - 1;
  const stepMs = lengths.find(isEnough) ?? dayMs * Math.ceil((to - from) / (stepsMax - 1) / dayMs);
  const first = Math.floor(from / stepMs);
  return { from: first * stepMs, stepMs, count: Math.max(1, Math.floor(to / stepMs) - first + 1) };
}

/** Behind "each": `2 minutes`, and of one its unit alone, `hour`. */
export function stepInWords(stepMs: number): string {
  const [unit, ms] = units.find(([, each]) => stepMs % each === 0) ?? (["second", secondMs] as const);
  return stepMs === ms ? unit : counted(stepMs / ms, unit);
}
