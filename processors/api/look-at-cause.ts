import { createDeviceTally } from "../contract/index.ts";
import type { Lookup, RequestFilter } from "../contract/index.ts";
import type { CauseSpan } from "../page/index.ts";

/**
 * Since when, until when and for whom a cause is, from its first request of all that is kept and the newest that match. How many devices it concerns is not kept
 * beside the sums: a store would have to keep each device of each cause. So it is counted when somebody asks, over `requestsMax` requests, and said of these.
 */
export async function lookAtCause(
  lookup: Lookup,
  filter: RequestFilter & { readonly cause: string },
  requestsMax: number,
): Promise<CauseSpan> {
  const [{ requests, next }, earliest] = await Promise.all([
    lookup.list(filter, { limit: requestsMax, cursor: null }),
    lookup.earliest({ cause: filter.cause }),
  ]);
  const tally = createDeviceTally(requestsMax);
  for (const { view } of requests) tally.add({ devices: view.keys.deviceId, addresses: view.keys.clientIp });
  const newest = requests[0] ?? null;
  return { earliest, newest, devices: tally.count(), ofNewest: next === null ? null : requests.length };
}
