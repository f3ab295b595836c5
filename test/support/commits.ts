import { madeRequest } from "./made-requests.ts";
import type {
  Change,
  Commit,
  HostView,
  RequestFilter,
  Store,
  StoredRequest,
} from "../../processors/contract/index.ts";

export const emptyCommit: Commit = { checkpoint: null, requests: [], gone: [], hosts: [] };

export function finalCommit(position: string, requests: readonly StoredRequest[]): Commit {
  return { ...emptyCommit, checkpoint: { position, state: new Map() }, requests };
}

export function stateCommit(
  position: string,
  state: readonly (readonly [string, Uint8Array | null])[],
): Commit {
  return { ...emptyCommit, checkpoint: { position, state: new Map(state) } };
}

export function provisional(id: string): StoredRequest {
  return madeRequest({ id, isFinal: false, outcome: "open" });
}

export function madeHost(name: string): HostView {
  return { host: name, passedAt: 1, eventAt: 2, readAt: null, sources: [], problems: [] };
}

export function bytes(...values: number[]): Uint8Array {
  return Uint8Array.from(values);
}

/** The ids of a whole list, read in pages. */
export async function idsOf(store: Store, limit: number = 7, filter: RequestFilter = {}): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Store["lookup"]["list"]>> = await store.lookup.list(filter, {
      limit,
      cursor,
    });
    ids.push(...page.requests.map(({ view }) => view.id));
    cursor = page.next;
  } while (cursor !== null);
  return ids;
}

export async function picture(store: Store): Promise<unknown> {
  const { requests } = await store.lookup.list({}, { limit: 1000, cursor: null });
  return { requests, summary: await store.lookup.summary({}) };
}

export async function take(changes: AsyncIterable<Change>, count: number): Promise<Change[]> {
  const heard: Change[] = [];
  for await (const change of changes) if (heard.push(change) >= count) break;
  return heard;
}
