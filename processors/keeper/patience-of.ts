import type { KeeperOptions } from "./options.ts";
import type { Patience } from "./until-done.ts";

/** How a store that refuses is waited for, and told of. */
export function patienceOf({ limits, onEvent, wake, signal }: KeeperOptions): Patience {
  return {
    retryMsMax: limits.retryMsMax,
    wake,
    signal,
    failed: (message, retryMs) => onEvent({ type: "commit-failed", message, retryMs }),
    recovered: () => onEvent({ type: "commit-works-again" }),
  };
}
