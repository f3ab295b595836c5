import type { Source } from "./write.ts";

/** How far a source's clock is from the truth. From `stepAt` on (ms UTC) it is `stepMs` further. */
export interface Clock {
  readonly source: Source | "all";
  readonly offsetMs: number;
  readonly stepAt: number | null;
  readonly stepMs: number;
}

export function stampOf(clocks: readonly Clock[], source: Source, at: number): number {
  let stamp = at;
  for (const clock of clocks) {
    if (clock.source !== source && clock.source !== "all") continue;
    stamp += clock.offsetMs;
    if (clock.stepAt !== null && at >= clock.stepAt) stamp += clock.stepMs;
  }
  return stamp;
}

export interface Moment {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
  /** Hundreds of nanoseconds: seven digits. */
  readonly fraction: string;
}

let lastSecond = Number.NaN;
let lastMoment: Omit<Moment, "fraction"> = { year: "", month: "", day: "", hour: "", minute: "", second: "" };

/** Calendar parts in UTC. Neighbouring stamps share a second, so the last one is remembered. */
export function momentOf(stamp: number): Moment {
  const second = Math.floor(stamp / 1000);
  if (second !== lastSecond) {
    const iso = new Date(second * 1000).toISOString();
    lastMoment = {
      year: iso.slice(0, 4),
      month: iso.slice(5, 7),
      day: iso.slice(8, 10),
      hour: iso.slice(11, 13),
      minute: iso.slice(14, 16),
      second: iso.slice(17, 19),
    };
    lastSecond = second;
  }
  const ticks = Math.floor((stamp - second * 1000) * 10_000);
  return { ...lastMoment, fraction: String(ticks).padStart(7, "0") };
}

export const dateOf = (m: Moment): string => `${m.year}-${m.month}-${m.day}`;
export const timeOf = (m: Moment): string => `${m.hour}:${m.minute}:${m.second}`;

/** `2026-11-22T10:00:00.1234567` without a zone. */
export function isoOf(stamp: number): string {
  const m = momentOf(stamp);
  return `${dateOf(m)}T${timeOf(m)}.${m.fraction}`;
}
