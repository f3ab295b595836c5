/** A fixed pool whose threads are taken in order of time: who finds none waits for the first that is free. */
export interface Threads {
  /** When a thread is to be had by someone who asks at `at`; questions come in order of time. */
  readonly take: (at: number) => { readonly thread: number; readonly from: number };
  /** The thread is free again at `until`; infinity: never. */
  readonly release: (thread: number, until: number) => void;
}

export function createThreads(count: number, first: number): Threads {
  const freeAt = new Map<number, number>();
  let unused = 0;
  return {
    take: (at) => {
      let thread = -1;
      let from = Number.POSITIVE_INFINITY;
      for (const [candidate, free] of freeAt) {
        // The most recently used free thread goes first, as completion ports do.
        const better = free <= at ? from > at || free > (freeAt.get(thread) ?? 0) : free < from;
        if (better) [thread, from] = [candidate, Math.max(free, at)];
      }
      if (from > at && unused < count) {
        thread = first + unused * 4;
        unused += 1;
        from = at;
      }
      freeAt.set(thread, Number.POSITIVE_INFINITY);
      return { thread, from };
    },
    release: (thread, until) => {
      freeAt.set(thread, until);
      // A thread that hangs for ever is replaced by the pool.
      if (until === Number.POSITIVE_INFINITY) {
        freeAt.delete(thread);
        count += 1;
      }
    },
  };
}

/** Threads without limit, taken for spans that are known beforehand; a thread never has two at once. */
export interface Lanes {
  readonly take: (from: number, until: number) => number;
}

/** Spans further back than this are forgotten: no later one can meet them. */
const memoryMs = 300_000;

export function createLanes(first: number): Lanes {
  const lanes: { busy: (readonly [from: number, until: number])[] }[] = [];
  return {
    take: (from, until) => {
      const isFree = (busy: readonly (readonly [number, number])[]): boolean =>
        busy.every(([start, end]) => end <= from || start >= until);
      let index = lanes.findIndex((lane) => isFree(lane.busy));
      if (index === -1) index = lanes.push({ busy: [] }) - 1;
      const lane = lanes[index];
      if (lane !== undefined) {
        if (lane.busy.length > 24) lane.busy = lane.busy.filter(([, end]) => end > from - memoryMs);
        lane.busy.push([from, until]);
      }
      return first + index;
    },
  };
}
