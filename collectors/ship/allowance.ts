/** How many bytes may still be read: so many a second, and never more than those of one second at once. */
export interface Allowance {
  isLeft(): boolean;
  spend(bytes: number): void;
}

export function createAllowance(clock: { now(): number }, bytesPerSecondMax: number): Allowance {
  let left = bytesPerSecondMax;
  let at = clock.now();
  return {
    isLeft: () => {
      const now = clock.now();
      // A clock that was set back gives nothing, for once.
      const earned = (Math.max(0, now - at) / 1000) * bytesPerSecondMax;
      left = Number.isFinite(earned) ? Math.min(bytesPerSecondMax, left + earned) : bytesPerSecondMax;
      at = now;
      return left > 0;
    },
    spend: (bytes) => void (left -= bytes),
  };
}
