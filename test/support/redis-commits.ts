import type { Owned, Store } from "../../processors/contract/index.ts";
import { finalCommit } from "./commits.ts";
import { madeRequest } from "./made-requests.ts";

export const requestsPerCommit = 20;

/** Commit number n: its requests are `r<n>-<index>`, the piece `count` of its state says n. */
export function numberedCommit(number: number): Parameters<Owned["commit"]>[0] {
  const requests = Array.from({ length: requestsPerCommit }, (_, index) =>
    madeRequest({
      id: `r${number}-${index}`,
      keys: [{ type: "deviceId", value: `device-${number}-${index}` }],
    }),
  );
  const commit = finalCommit(String(number), requests);
  return {
    ...commit,
    checkpoint: { position: String(number), state: new Map([["count", Buffer.from(String(number))]]) },
  };
}

/** What a store holds, in words that two states of it can be compared by: position, state, requests by count, and whether the first and last ones are found. */
export async function heldBy(
  store: Store,
  partition: string,
): Promise<{ readonly owner: Owned; readonly commits: number }> {
  const owner = await store.own(partition);
  const commits = owner.saved === null ? -1 : Number(owner.saved.position);
  const state = owner.saved?.state.get("count");
  const says = state === undefined ? "-1" : Buffer.from(state).toString();
  if (says !== String(commits)) throw new Error(`the position is ${commits}, the state of ${says}`);
  const { requests, provisional } = await store.lookup.summary({});
  if (requests !== (commits + 1) * requestsPerCommit || provisional !== 0)
    throw new Error(`${commits + 1} commits, but ${requests} requests`);
  for (const [number, count] of [
    [commits, commits < 0 ? 0 : 1],
    [commits + 1, 0],
  ] as const)
    for (const key of [`r${number}-0`, `device-${number}-${requestsPerCommit - 1}`]) {
      const found = await store.lookup.list({ key }, { limit: 9, cursor: null });
      if (found.requests.length !== count)
        throw new Error(`${key} is found ${found.requests.length} times, not ${count}`);
    }
  return { owner, commits };
}
