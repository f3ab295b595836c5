import type { StoredRequest } from "../../contract/index.ts";
import { joinFragments, shareStrongKey, strongKeys } from "../join-fragments.ts";
import { firstRank, noStart } from "../rank.ts";
import type { Span } from "../span.ts";

/** What one partition knows of a request. */
export interface Fragment {
  readonly partition: string;
  readonly request: StoredRequest;
}

/** All that carry an identifier, in all partitions; bounded. */
export type FindByKey = (value: string) => Promise<readonly Fragment[]>;

/** Identifiers that are asked for, for one request. */
const keysMax = 24;

/**
 * The request with what other partitions know of it. A strong identifier that several requests of one partition carry (a second attempt) joins none: which of
 * them is meant cannot be told.
 */
export async function withFragments(whole: Fragment, find: FindByKey): Promise<StoredRequest> {
  const group = new Map([[whole.partition, whole.request]]);
  const asked = new Set<string>();
  const waiting = [...strongKeys(whole.request)];
  for (let key = waiting.shift(); key !== undefined && asked.size < keysMax; key = waiting.shift()) {
    const name = `${key.type} ${key.value}`;
    if (asked.has(name)) continue;
    asked.add(name);
    const carrying = (await find(key.value)).filter(({ request }) =>
      request.keys.some(({ type, value }) => type === key.type && value === key.value),
    );
    if (new Set(carrying.map(({ partition }) => partition)).size < carrying.length) continue;
    for (const { partition, request } of carrying)
      if (!group.has(partition)) {
        group.set(partition, request);
        waiting.push(...strongKeys(request));
      }
  }
  return group.size === 1 ? whole.request : joinFragments([...group.values()]);
}

/** Of a page: fragments of one request become one, where the first of them stands. */
export function joinWithin(page: readonly Fragment[]): readonly StoredRequest[] {
  const groups: Fragment[][] = [];
  for (const fragment of page) {
    const group = groups.find((some) =>
      some.some(({ request }) => shareStrongKey(request, fragment.request)),
    );
    if (group === undefined) groups.push([fragment]);
    else group.push(fragment);
  }
  return groups.flatMap((group) => {
    const requests = group.map(({ request }) => request);
    const isOfEach = new Set(group.map(({ partition }) => partition)).size === group.length;
    return isOfEach && requests.length > 1 ? [joinFragments(requests)] : requests;
  });
}

/** All of time. */
export const everySpan: Span = { after: firstRank, lower: noStart, upper: firstRank.started };
