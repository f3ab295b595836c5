import type { ClaimedCause, Look, OneBoxRules } from "../../alerts/index.ts";
import type { Lookup } from "../../processors/contract/index.ts";

/** Asks the store for what the alerts are decided by: one sum for each window, and one for each host with a failure whose share matters. */
export async function lookNow(
  lookup: Pick<Lookup, "hosts" | "summary">,
  { windows }: Pick<OneBoxRules, "windows">,
  { at, hearingSince }: Pick<Look, "at" | "hearingSince">,
): Promise<Look> {
  const claimed = new Map<number, readonly ClaimedCause[]>();
  const decided = new Map<number, ReadonlyMap<string, number>>();
  for (const [windowMs, shared] of windows) {
    const since = at - windowMs;
    const { causes } = await lookup.summary({ since });
    claimed.set(windowMs, causes);
    const hosts = new Set(causes.filter(({ cause }) => shared.has(cause)).map(({ host }) => host));
    const ofHosts = new Map<string, number>();
    for (const host of hosts) {
      const { outcomes } = await lookup.summary({ since, host });
      ofHosts.set(host, outcomes.succeeded + outcomes.failed);
    }
    decided.set(windowMs, ofHosts);
  }
  return { at, hearingSince, hosts: await lookup.hosts(), claimed, decided };
}
