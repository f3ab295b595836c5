import { clockOffsetMs } from "../../processors/contract/index.ts";
import type { HostView } from "../../processors/contract/index.ts";

/** What is counted for good, as it was over time: by host and what is counted, oldest first. Plain values, part of what is kept over a restart. */
export type Counts = ReadonlyMap<string, readonly Sample[]>;

export interface Sample {
  /** ms UTC. */
  readonly at: number;
  readonly count: number;
}

/** Rises within a minute are one: a window is not more exact than that. */
const sampleMs = 60_000;
/** Six hours and more, if something is counted every minute. */
const samplesMax = 400;
/** What is older is history, as in the rules: nobody is told of last week. */
const historyMs = 3_600_000;

export function countName(host: string, counted: string): string {
  return `${counted} ${host}`;
}

/** With what is counted now. What is counted while old logs of a host are read was there all along. */
export function withCounts(
  before: Counts,
  { at, hosts }: { readonly at: number; readonly hosts: readonly HostView[] },
  countsOf: (view: HostView) => ReadonlyMap<string, number>,
): Counts {
  const after = new Map<string, readonly Sample[]>();
  for (const view of hosts) {
    const isHistoric = isHistory(view, at);
    for (const [counted, count] of countsOf(view)) {
      const name = countName(view.host, counted);
      after.set(name, withSample(isHistoric ? [] : (before.get(name) ?? []), { at, count }));
    }
  }
  return after;
}

/** How much was added within so long; 0 where it is looked at for the first time. */
export function addedWithin(samples: readonly Sample[], since: number): number {
  const now = samples.at(-1);
  if (now === undefined) return 0;
  const first = samples.findLastIndex(({ at }) => at <= since);
  const least = samples.slice(Math.max(first, 0)).map(({ count }) => count);
  return now.count - Math.min(...least);
}

function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last === undefined || last.count > sample.count) return kept([...samples, sample]);
  if (last.count === sample.count) return samples;
  const before = samples.at(-2);
  const isSoon = before !== undefined && before.count < last.count && sample.at - last.at < sampleMs;
  return isSoon
    ? [...samples.slice(0, -1), { at: last.at, count: sample.count }]
    : kept([...samples, sample]);
}

function kept(samples: readonly Sample[]): readonly Sample[] {
  return samples.slice(-samplesMax);
}

/** By the clock of the host, as its stamps are. */
function isHistory(view: HostView, now: number): boolean {
  const { eventAt, passedAt } = view;
  const at = now - clockOffsetMs(view);
  if (eventAt === null || at - eventAt <= historyMs) return false;
  return passedAt === null || at - passedAt > historyMs;
}
