import type { CollectOptions } from "../collect-options.ts";
import { isHot } from "../follow/index.ts";
import type { Following } from "../follow/index.ts";

/**
 * Waits until it is time for the next round: not for long while files change, and no longer than it takes the system to say that one has changed. Then a moment more,
 * so that a burst of such words is one round.
 */
export function createRest(
  { wake, signal }: Pick<CollectOptions, "wake" | "signal">,
  following: Following,
): () => Promise<void> {
  return async () => {
    const { limits } = following;
    if (signal.aborted) return;
    const stirred = new AbortController();
    const stir = (): void => stirred.abort("stirred");
    following.stir = stir;
    signal.addEventListener("abort", stir, { once: true });
    await wake(hasHot(following) ? limits.hotEveryMs : limits.listEveryMs, stirred.signal);
    signal.removeEventListener("abort", stir);
    following.stir = () => {};
    if (stirred.signal.aborted && !signal.aborted) await wake(burstMs, signal);
  };
}

const burstMs = 10;

function hasHot(following: Following): boolean {
  if (following.hints.size > 0) return true;
  for (const file of following.roster.files.values()) {
    if (file.presence === "here" && isHot(following, file)) return true;
  }
  return false;
}
