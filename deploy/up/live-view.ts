import type { Lookup } from "../../processors/contract/index.ts";
import type { Keeper, LiveRequest } from "../../processors/live.ts";

/** What the gauges of `/metrics` show, as it is now. */
export async function liveView(
  keepers: Iterable<Keeper>,
  lookup: Lookup,
  busBytes: number,
): Promise<Parameters<Keeper["partition"]["metrics"]["expose"]>[1]> {
  const provisional: LiveRequest[] = [];
  const unbound = new Map<string, number>();
  let [stateBytes, evicted] = [0, 0];
  let checkpointAt: number | null = null;
  for (const keeper of keepers) {
    for (const judged of keeper.partition.provisional()) provisional.push(liveRequest(judged));
    const health = keeper.partition.health();
    evicted += health.evicted;
    for (const [kind, count] of health.unbound) unbound.set(kind, (unbound.get(kind) ?? 0) + count);
    const kept = keeper.health();
    stateBytes += kept.stateBytes;
    checkpointAt = kept.checkpointAt ?? checkpointAt;
  }
  return {
    provisional,
    hosts: await lookup.hosts(),
    health: { busBytes, checkpointAt, stateBytes, evicted, unbound },
  };
}

function liveRequest({
  request,
  claim,
}: ReturnType<Keeper["partition"]["provisional"]> extends Iterable<infer Judged>
  ? Judged
  : never): LiveRequest {
  const { host, outcome, stageReached, startedAt, endedAt, evidence } = request;
  return {
    host,
    isDevice: evidence.every(({ observation }) => observation.writer.endsWith("-device")),
    outcome,
    stageReached,
    startedAt,
    endedAt,
    cause: claim?.cause.id ?? null,
  };
}
