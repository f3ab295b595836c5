/** How long a new partition waits for more hosts, and for how many bytes of log at most: those wait in memory. */
export interface GatherLimits {
  readonly ms: number;
  readonly bytesMax: number;
}

/**
 * Collectors of a fleet begin one after the other, each with what its logs hold already. Until it was listened for long enough nothing has passed for all: who comes next may have older records.
 */
export interface Gathering {
  take(bytes: number): void;
  isOver(listenedMs: number): boolean;
  /** What came so far, to be saved. */
  bytes(): number;
}

/** `saved`: undefined where it was kept before any waited: its hosts are known. */
export function createGathering({ ms, bytesMax }: GatherLimits, saved: number | undefined): Gathering {
  let taken = saved ?? Number.POSITIVE_INFINITY;
  const isFull = (): boolean => taken > bytesMax;
  return {
    take: (bytes) => {
      if (!isFull()) taken += bytes;
    },
    isOver: (listenedMs) => listenedMs >= ms || isFull(),
    bytes: () => taken,
  };
}

/** Who knows all hosts from the beginning waits for nobody. */
export const nobody: GatherLimits = { ms: 0, bytesMax: 0 };
