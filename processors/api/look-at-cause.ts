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
 * beside the sums: a store would have to keep each device of each cause. So it is counted when somebody asks, over what `requestsMax` requests name, and said of these.
 */
export async function lookAtCause(
  lookup: Lookup,
  filter: Omit<RequestFilter, "key"> & { readonly cause: string },
  requestsMax: number,
): Promise<CauseSpan> {
  const [named, first, earliest] = await Promise.all([
    lookup.names(filter, requestsMax),
    lookup.list(filter, { limit: 1, cursor: null }),
    lookup.earliest({ cause: filter.cause }),
  ]);
  const tally = createDeviceTally(requestsMax);
  for (const names of named.requests) tally.add(names);
  const ofNewest = named.isAll ? null : named.requests.length;
  return { earliest, newest: first.requests[0] ?? null, devices: tally.count(), ofNewest };
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
