/** Counts moments in buckets that grow with the span they cover: bounded, whatever the span. */
export interface Timeline {
  readonly add: (at: number) => void;
  /** Counts in `cells` equal parts of [from, to]. */
  readonly resample: (from: number, to: number, cells: number) => readonly number[];
}

const bucketsMax = 2048;

export function createTimeline(): Timeline {
  let bucketMs = 1000;
  let buckets = new Map<number, number>();
  return {
    add(at) {
      const moment = Math.floor(at / bucketMs);
      buckets.set(moment, (buckets.get(moment) ?? 0) + 1);
      while (buckets.size > bucketsMax) {
        const wider = new Map<number, number>();
        for (const [index, count] of buckets) {
          const half = Math.floor(index / 2);
          wider.set(half, (wider.get(half) ?? 0) + count);
        }
        buckets = wider;
        bucketMs *= 2;
      }
    },
    resample(from, to, cells) {
      const counts = new Array<number>(cells).fill(0);
      const span = Math.max(1, to - from);
      for (const [index, count] of buckets) {
        const middle = (index + 0.5) * bucketMs;
        const cell = Math.min(cells - 1, Math.max(0, Math.floor(((middle - from) / span) * cells)));
        counts[cell] = (counts[cell] ?? 0) + count;
      }
      return counts;
    },
  };
}
