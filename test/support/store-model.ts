import fc from "fast-check";
import { expect } from "vitest";
import { outcomes } from "../../processors/contract/index.ts";
import type { Change, Owned, RequestFilter, Store, StoredRequest } from "../../processors/contract/index.ts";
import { createMemoryStore } from "../../processors/live.ts";
import { finalCommit, take } from "./commits.ts";
import { madeRequest, startOfTime } from "./made-requests.ts";

const ids = ["a", "b", "c", "D", "e", "\u{1F4A5}", "\uFFFD"];
const values = ["K1", "k1", "k2", "Ä", "ä", "A", ""];
const hosts = ["ndes01", "ndes02"];
const causes = [null, "verify.refused", "issue.denied"];
const starts = fc.oneof(
  fc.constant(null),
  fc.integer({ min: -2, max: 2 }).map((hours) => startOfTime + hours * 3_600_000),
  fc.integer({ min: 0, max: 3 }).map((ms) => startOfTime + ms),
);

const wish = fc.record({
  id: fc.constantFrom(...ids),
  started: starts,
  host: fc.constantFrom(...hosts),
  outcome: fc.constantFrom(...outcomes),
  stage: fc.constantFrom(0, 2, 6),
  cause: fc.constantFrom(...causes),
  keys: fc.array(
    fc.constantFrom(...values).map((value) => ({ type: "userId", value }) as const),
    { maxLength: 3 },
  ),
});
const gone = fc.record({
  id: fc.constantFrom(...ids),
  successor: fc.option(fc.constantFrom(...ids), { nil: null }),
});
const step = fc.oneof(
  { weight: 1, arbitrary: fc.record({ type: fc.constant("own"), partition: fc.constantFrom("p0", "p1") }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("reopen") }) },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant("commit"),
      partition: fc.constantFrom("p0", "p1"),
      isFinal: fc.boolean(),
      wishes: fc.array(wish, { maxLength: 4 }),
      gone: fc.array(gone, { maxLength: 3 }),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const optional = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(values, { nil: undefined });
const filter: fc.Arbitrary<RequestFilter> = fc
  .record({
    host: optional(fc.constantFrom(...hosts, "nobody")),
    outcome: optional(fc.constantFrom(...outcomes)),
    stage: optional(fc.constantFrom(0, 2, 6)),
    cause: optional(fc.constantFrom("verify.refused", "nothing")),
    since: optional(fc.integer({ min: -3, max: 3 }).map((hours) => startOfTime + hours * 1_800_000 + 0.5)),
    until: optional(fc.integer({ min: -3, max: 5 }).map((hours) => startOfTime + hours * 1_800_000)),
    key: optional(fc.constantFrom(...values, ...ids)),
  })
  .map((made) => Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined)));

/** What a store of its own is for one case: opened again it is the same. */
export interface ModelledStore {
  open(): Promise<Store>;
  end(): Promise<void>;
  /** Whether it holds one request for each id, whatever the partition. */
  readonly idsAreOfAll: boolean;
}

/** Any steps, and any questions after them: the store answers whatever the memory store answers. */
export async function compareWithMemory(begin: () => ModelledStore, numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 10 }),
      fc.array(filter, { minLength: 4, maxLength: 4 }),
      (steps, filters) => compare(begin(), steps, filters),
    ),
    { numRuns },
  );
}

async function compare(
  under: ModelledStore,
  steps: readonly Step[],
  filters: readonly RequestFilter[],
): Promise<void> {
  const model = { store: createMemoryStore(), owners: new Map<string, Owned>() };
  const real = { store: await under.open(), owners: new Map<string, Owned>() };
  try {
    for (const [index, drawn] of steps.entries()) {
      const one = under.idsAreOfAll ? drawn : inOnePartition(drawn);
      if (one.type === "reopen") {
        await real.store.close();
        real.store = await under.open();
        real.owners.clear();
        model.owners.clear();
      } else expect(await act(real, one, index)).toEqual(await act(model, one, index));
    }
    for (const each of [{}, ...filters])
      expect(await ask(real.store, each)).toEqual(await ask(model.store, each));
    for (const id of ids)
      expect(await real.store.lookup.request(id)).toEqual(await model.store.lookup.request(id));
  } finally {
    await real.store.close();
    await under.end();
  }
}

/** Each id lives in the partition that it always lives in. */
function inOnePartition(one: Step): Step {
  if (one.type !== "commit") return one;
  const isHere = (id: string): boolean => (ids.indexOf(id) % 2 === 0) === (one.partition === "p0");
  return {
    ...one,
    wishes: one.wishes.filter(({ id }) => isHere(id)),
    gone: one.gone.filter(({ id, successor }) => isHere(id) && (successor === null || isHere(successor))),
  };
}

interface Side {
  store: Store;
  readonly owners: Map<string, Owned>;
}

/** What a reader heard of it: the order in which provisional requests are forgotten is nobody's promise. */
async function act({ store, owners }: Side, one: Step, index: number): Promise<Change[]> {
  if (one.type === "reopen") return [];
  const known = one.type === "own" ? undefined : owners.get(one.partition);
  const stop = new AbortController();
  const forgotten = store.lookup.changes(stop.signal);
  const owner = known ?? (await store.own(one.partition));
  owners.set(one.partition, owner);
  const changes = store.lookup.changes(stop.signal);
  if (one.type === "commit") await owner.commit(commitOf(one, index));
  stop.abort();
  const heard = await take(changes, Number.POSITIVE_INFINITY);
  const before = await take(forgotten, Number.POSITIVE_INFINITY);
  const own = before.slice(0, before.length - heard.length).map((change) => JSON.stringify(change));
  return [...own.toSorted().map((text): Change => JSON.parse(text)), ...heard];
}

function commitOf(one: Step & { readonly type: "commit" }, index: number): Parameters<Owned["commit"]>[0] {
  const requests = one.wishes.map((made) => madeRequest({ ...made, isFinal: one.isFinal }));
  const commit = finalCommit(String(index), requests);
  return { ...commit, checkpoint: one.isFinal ? commit.checkpoint : null, gone: one.gone };
}

async function ask(store: Store, asked: RequestFilter): Promise<unknown> {
  const pages: (readonly StoredRequest[])[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Store["lookup"]["list"]>> = await store.lookup.list(asked, {
      limit: 2,
      cursor,
    });
    pages.push(page.requests);
    cursor = page.next;
  } while (cursor !== null);
  const { key: _key, since: _since, until: _until, ...rest } = asked;
  const timelines = await Promise.all(
    [3_600_000, 1_500_000, 1].map((stepMs) =>
      store.lookup.timeline(rest, { from: startOfTime - 2 * stepMs, stepMs, count: 5 }),
    ),
  );
  return { pages, summary: await store.lookup.summary(asked), timelines };
}
