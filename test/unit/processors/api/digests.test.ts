import { expect, test } from "vitest";
import { createDigests } from "../../../../processors/api/events/digests.ts";
import type { Change } from "../../../../processors/contract/index.ts";

/** Changes that are told by hand, and how often somebody has asked for them. */
function told(): {
  readonly asked: () => number;
  readonly left: () => number;
  readonly tell: (change: Change) => void;
  readonly fail: (error: Error) => void;
  readonly changes: (signal: AbortSignal) => AsyncIterable<Change>;
} {
  let [asked, left] = [0, 0];
  let next = Promise.withResolvers<Change>();
  const turn = (act: (one: PromiseWithResolvers<Change>) => void): void => {
    const before = next;
    next = Promise.withResolvers();
    act(before);
  };
  async function* changes(signal: AbortSignal): AsyncGenerator<Change> {
    while (!signal.aborted) yield await next.promise;
  }
  return {
    asked: () => asked,
    left: () => left,
    tell: (change) => turn(({ resolve }) => resolve(change)),
    fail: (error) => turn(({ reject }) => reject(error)),
    changes: (signal) => {
      asked += 1;
      signal.addEventListener("abort", () => (left += 1));
      return changes(signal);
    },
  };
}

const gone = (id: string): Change => ({ type: "gone", id, successor: null });
const quiet = 10_000;

test("pages of one pace share one look at what changes, and one text; the last one that leaves ends it", async () => {
  const source = told();
  const digests = createDigests({ changes: source.changes, heartbeatMs: quiet });
  const stops = Array.from({ length: 50 }, () => new AbortController());
  const pages = stops.map(({ signal }) => digests.read(10, signal)[Symbol.asyncIterator]());
  const slower = new AbortController();
  digests.read(99, slower.signal);
  expect(source.asked()).toBe(2);
  const frames = Promise.all(pages.map((page) => page.next()));
  source.tell(gone("r1"));
  const values = (await frames).map(({ value }) => value);
  expect(new Set(values).size).toBe(1);
  expect(values[0]).toMatchObject({ name: "digest", text: expect.stringContaining('"requests":["r1"]') });
  for (const stop of stops) stop.abort();
  expect(source.left()).toBe(1);
  slower.abort();
  expect(source.left()).toBe(2);
  expect(await pages[0]?.next()).toEqual({ done: true, value: undefined });
});

test("a page that takes nothing is told so and let go; the others go on", async () => {
  const source = told();
  const digests = createDigests({ changes: source.changes, heartbeatMs: 1 });
  const { signal } = new AbortController();
  const slow = digests.read(10, signal)[Symbol.asyncIterator]();
  const quick = digests.read(10, signal)[Symbol.asyncIterator]();
  for (let count = 0; count < 12; count += 1) {
    source.tell(gone(`r${count}`));
    for (let name = ""; name !== "digest";) name = (await quick.next()).value?.name ?? "ended";
  }
  expect(await slow.next()).toMatchObject({ value: { name: "overflow" } });
});

test("a lookup that fails is told to each page, and asked again by the next", async () => {
  const source = told();
  const digests = createDigests({ changes: source.changes, heartbeatMs: quiet });
  const pages = [1, 2].map(() => digests.read(10, new AbortController().signal)[Symbol.asyncIterator]());
  const answers = Promise.allSettled(pages.map((page) => page.next()));
  source.fail(new Error("the store is away"));
  expect(await answers).toMatchObject([{ status: "rejected" }, { status: "rejected" }]);
  digests.read(10, new AbortController().signal);
  expect(source.asked()).toBe(2);
});
