import { createDeviceTally, timedRecords, trustOfMoment } from "../contract/index.ts";
import type {
  DoubtfulTrust,
  Lookup,
  RequestFilter,
  SeenCause,
  StoredRequest,
  Summary,
} from "../contract/index.ts";
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

/** The same for a program. */
export function toSeen({ earliest, newest, devices, ofNewest }: CauseSpan, requests: number): SeenCause {
  const [firstTrust, lastTrust] = [trustOf(earliest), trustOf(newest)];
  return {
    requests,
    firstAt: earliest?.view.startedAt ?? null,
    ...(firstTrust === null ? {} : { firstTrust }),
    lastAt: newest?.view.startedAt ?? null,
    ...(lastTrust === null ? {} : { lastTrust }),
    devices: devices.devices,
    nameless: devices.nameless,
    addresses: devices.addresses,
    ofNewest,
  };
}

function trustOf(request: StoredRequest | null): DoubtfulTrust | null {
  if (request?.view.trust === undefined) return null;
  return trustOfMoment(request.view.startedAt, timedRecords(request, Date.parse));
}

/** On whatever host. */
export function countByCause({ causes }: Summary): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { cause, requests } of causes) counts.set(cause, (counts.get(cause) ?? 0) + requests);
  return counts;
}
