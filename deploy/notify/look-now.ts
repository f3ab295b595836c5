import type { ClaimedCause, Look, OneBoxRules } from "../../alerts/index.ts";
import type { Lookup, Summary } from "../../processors/contract/index.ts";

type Asked = Pick<Lookup, "hosts" | "summary">;

/** Asks the store for what the alerts are decided by: one sum for each window, and more for each host with failures whose share matters. */
export async function lookNow(
  lookup: Asked,
  { windows, unexplained }: Pick<OneBoxRules, "windows" | "unexplained">,
  { at, hearingSince }: Pick<Look, "at" | "hearingSince">,
): Promise<Look> {
  const hosts = await lookup.hosts();
  const claimed = new Map<number, readonly ClaimedCause[]>();
  const decided = new Map<number, ReadonlyMap<string, number>>();
  const withoutCause = new Map<number, ReadonlyMap<string, number>>();
  for (const [windowMs, shared] of windows) {
    const since = at - windowMs;
    const { causes } = await lookup.summary({ since });
    claimed.set(windowMs, causes);
    const failed = unexplained.has(windowMs)
      ? await unexplainedSince(lookup, since, hosts)
      : new Map<string, number>();
    withoutCause.set(windowMs, failed);
    const asked = causes.filter(({ cause }) => shared.has(cause)).map(({ host }) => host);
    decided.set(windowMs, await decidedSince(lookup, since, new Set([...asked, ...failed.keys()])));
  }
  return { at, hearingSince, hosts, claimed, decided, unexplained: withoutCause };
}

async function decidedSince(
  lookup: Asked,
  since: number,
  hosts: ReadonlySet<string>,
): Promise<ReadonlyMap<string, number>> {
  const ofHosts = new Map<string, number>();
  for (const host of hosts) {
    const { outcomes } = await lookup.summary({ since, host });
    ofHosts.set(host, outcomes.succeeded + outcomes.failed);
  }
  return ofHosts;
}

/** Asked host by host only where there are any. */
async function unexplainedSince(
  lookup: Asked,
  since: number,
  hosts: readonly { readonly host: string }[],
): Promise<ReadonlyMap<string, number>> {
  const ofHosts = new Map<string, number>();
  if (withoutCause(await lookup.summary({ since, outcome: "failed" })) === 0) return ofHosts;
  for (const { host } of hosts) {
    const count = withoutCause(await lookup.summary({ since, host, outcome: "failed" }));
    if (count > 0) ofHosts.set(host, count);
  }
  return ofHosts;
}

function withoutCause({ requests, causes }: Summary): number {
  return requests - causes.reduce((sum, each) => sum + each.requests, 0);
}
