import { isOfDevice } from "../../processors/live.ts";
import type { Keeper, LiveRequest, LiveView } from "../../processors/live.ts";

/** What the gauges of `/metrics` show of a partition, as it is now. */
export function liveView(
  keeper: Keeper,
  around: Pick<LiveView["health"], "busBytes" | "traces" | "notices">,
): LiveView {
  const { partition } = keeper;
  const { stateBytes, checkpointAt } = keeper.health();
  return {
    provisional: [...partition.provisional()].map((judged) => liveRequest(judged)),
    hosts: partition.hosts(),
    health: { ...around, checkpointAt, stateBytes, ...partition.health() },
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
    isDevice: isOfDevice({ evidence }),
    outcome,
    stageReached,
    startedAt,
    endedAt,
    cause: claim?.cause.id ?? null,
  };
}
