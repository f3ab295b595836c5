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

/** Left out limits: all hosts are known from the beginning. So they are where something was kept before any waited. */
export function createGathering(
  { ms, bytesMax }: GatherLimits = { ms: 0, bytesMax: 0 },
  saved: { readonly gatheredBytes?: number } = { gatheredBytes: 0 },
): Gathering {
  let taken = saved.gatheredBytes ?? Number.POSITIVE_INFINITY;
  const isFull = (): boolean => taken > bytesMax;
  return {
    take: (bytes) => {
      if (!isFull()) taken += bytes;
    },
    isOver: (listenedMs) => listenedMs >= ms || isFull(),
    bytes: () => taken,
  };
}
