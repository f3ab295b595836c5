export interface KeeperLimits {
  /** What changed is shown so often. */
  readonly showEveryMs: number;
  /** The state is kept so often. */
  readonly keepEveryMs: number;
  /** And at once when the bus holds so many bytes for it. */
  readonly heldBytesMax: number;
  /** Without anything new it is kept so often, for the sake of the moments that have passed. */
  readonly idleKeepMs: number;
  /** The longest wait before a commit that failed is tried again. */
  readonly retryMsMax: number;
}

export const keeperLimits: KeeperLimits = {
  showEveryMs: 150,
  keepEveryMs: 1000,
  heldBytesMax: 16 * 2 ** 20,
  idleKeepMs: 60_000,
  retryMsMax: 10_000,
};
