import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StoreFenced, rebuildingPiece } from "../../processors/contract/index.ts";
import type { Store } from "../../processors/contract/index.ts";
import {
  bytes,
  emptyCommit,
  finalCommit,
  idsOf,
  madeHost,
  picture,
  provisional,
  stateCommit,
  take,
} from "../support/commits.ts";
import { sortedEntries } from "../support/feed-book.ts";
import { madeRequest } from "../support/made-requests.ts";
import { promiseKeys, promiseLists } from "./store-lookup.ts";
import { promiseSummaries } from "./store-summaries.ts";

/** A store under test. `open` twice without `close` is a second process, or a restart after a crash: both see what was committed. */
export interface StoreUnderTest {
  open(): Promise<Store>;
  /** Ends all that was opened, and removes what was kept. */
  clear(): Promise<void>;
  /** Whether it outlives the process. */
  readonly isKept: boolean;
  /** It tells others whether an owner has shown again what was provisional. */
  readonly tellsResuming: boolean;
}

/** What every store has to promise: `processors/contract/store.ts`, line by line. Called within a `describe`. */
export function promiseStore(begin: () => StoreUnderTest): void {
  let under: StoreUnderTest;
  let store: Store;
  beforeEach(async () => {
    under = begin();
    store = await under.open();
  });
  afterEach(() => under.clear());
  const current = (): Store => store;
  describe("owners", () => {
    promiseOwners(current);
  });
  describe("looks", () => {
    promiseLooks(current);
    promiseResuming(current, () => under);
  });
  describe("states that are forgotten", () => {
    promiseForgetting(current);
  });
  describe("commits", () => {
    promiseCommits(current, () => under);
  });
  describe("lists", () => {
    promiseLists(current);
  });
  describe("keys", () => {
    promiseKeys(current);
  });
  describe("summaries", () => {
    promiseSummaries(current);
  });
  describe("changes", () => {
    promiseChanges(current);
  });
}

function promiseOwners(store: () => Store): void {
  it("the first owner finds nothing", async () => {
    expect((await store().own("p0")).saved).toBeNull();
  });

  it("each owner has a greater epoch, partition by partition", async () => {
    const epochs = [];
    for (let count = 0; count < 3; count += 1) epochs.push((await store().own("p0")).epoch);
    expect(epochs[1]).toBeGreaterThan(epochs[0] ?? 0);
    expect(epochs[2]).toBeGreaterThan(epochs[1] ?? 0);
  });

  it("an earlier owner is refused, and nothing of its commit is kept", async () => {
    const earlier = await store().own("p0");
    const later = await store().own("p0");
    const late = earlier.commit(finalCommit("1", [madeRequest({ id: "a" })]));
    await expect(late).rejects.toBeInstanceOf(StoreFenced);
    await later.commit(finalCommit("2", [madeRequest({ id: "b" })]));
    expect(await idsOf(store())).toEqual(["b"]);
    expect((await store().own("p0")).saved?.position).toBe("2");
  });

  it("an owner of another partition is not disturbed", async () => {
    const other = await store().own("p1");
    await store().own("p0");
    await store().own("p0");
    await other.commit(finalCommit("1", [madeRequest({ id: "a" })]));
    expect(await idsOf(store())).toEqual(["a"]);
  });

  it("a new owner begins without the provisional requests of its partition; all others stay", async () => {
    const [first, second] = [await store().own("p0"), await store().own("p1")];
    await first.commit(finalCommit("1", [madeRequest({ id: "kept" })]));
    await first.commit({ ...emptyCommit, requests: [provisional("mine")] });
    await second.commit({ ...emptyCommit, requests: [provisional("theirs")] });
    await store().own("p0");
    expect(await idsOf(store())).toEqual(["kept", "theirs"]);
    expect(await store().lookup.request("mine")).toBeNull();
  });
}

function promiseForgetting(store: () => Store): void {
  it("a state that is forgotten is gone for the next owner; its final requests are still there", async () => {
    const owner = await store().own("p0");
    const other = await store().own("p1");
    await owner.commit({ ...stateCommit("7", [["a", bytes(1)]]), requests: [madeRequest({ id: "kept" })] });
    await owner.commit({ ...emptyCommit, requests: [provisional("open")] });
    await other.commit(stateCommit("9", [["b", bytes(2)]]));
    await store().forgetState("p0");
    expect(await store().partitions()).toMatchObject([
      { partition: "p0", position: null, stateBytes: 0 },
      { partition: "p1", position: "9", stateBytes: 1 },
    ]);
    expect(await idsOf(store())).toEqual(["kept"]);
    const next = await store().own("p0");
    expect(next.saved).toBeNull();
    await next.commit(stateCommit("1", [["c", bytes(3)]]));
    expect((await store().own("p0")).saved?.state).toEqual(new Map([["c", bytes(3)]]));
  });

  it("whoever owned it when its state was forgotten can commit no more", async () => {
    const owner = await store().own("p0");
    await owner.commit(stateCommit("7", [["a", bytes(1)]]));
    await store().forgetState("p0");
    await expect(owner.commit(stateCommit("8", []))).rejects.toBeInstanceOf(StoreFenced);
    expect((await store().own("p0")).saved).toBeNull();
  });
}

function promiseLooks(store: () => Store): void {
  it("whoever only looks sees each partition, and disturbs no owner", async () => {
    expect(await store().partitions()).toEqual([]);
    const [second, first] = [await store().own("p1"), await store().own("p0")];
    await first.commit(
      stateCommit("7", [
        ["a", bytes(1, 2)],
        ["b", bytes(3)],
      ]),
    );
    const kept = await store().partitions();
    expect(kept).toMatchObject([
      { partition: "p0", epoch: first.epoch, position: "7", stateBytes: 3, isRebuilding: false },
      { partition: "p1", epoch: second.epoch, position: null, stateBytes: 0 },
    ]);
    const saved = await kept[0]?.saved();
    expect(saved?.position).toBe("7");
    expect(sortedEntries(saved?.state ?? new Map())).toEqual([
      ["a", bytes(1, 2)],
      ["b", bytes(3)],
    ]);
    expect(await kept[1]?.saved()).toBeNull();
    await first.commit(stateCommit("8", []));
    expect((await kept[0]?.saved())?.position).toBe("8");
  });

  it("a partition tells that its state is made again, until a checkpoint says that it has caught up", async () => {
    const isRebuilding = async (): Promise<readonly boolean[]> =>
      (await store().partitions()).map((one) => one.isRebuilding);
    const owner = await store().own("p0");
    await owner.commit(stateCommit("7", [[rebuildingPiece, bytes(1)]]));
    expect(await isRebuilding()).toEqual([true]);
    const caughtUp = stateCommit("8", []);
    const state = new Map([[rebuildingPiece, null]]);
    await owner.commit({ ...caughtUp, checkpoint: { position: "8", state } });
    expect(await isRebuilding()).toEqual([false]);
  });

  it("a partition tells what it holds itself, by its own id only", async () => {
    const [first, second] = [await store().own("p0"), await store().own("p1")];
    const [mine, theirs] = [madeRequest({ id: "mine" }), madeRequest({ id: "theirs" })];
    await first.commit({ ...emptyCommit, requests: [provisional("before")] });
    await first.commit({ ...finalCommit("1", [mine]), gone: [{ id: "before", successor: "mine" }] });
    await second.commit(finalCommit("1", [theirs]));
    const [kept, other] = await store().partitions();
    expect(await kept?.request("mine")).toEqual(mine);
    expect(await kept?.request("theirs")).toBeNull();
    expect(await kept?.request("before")).toBeNull();
    expect(await other?.request("theirs")).toEqual(theirs);
  });
}

function promiseResuming(store: () => Store, under: () => StoreUnderTest): void {
  const resuming = async (): Promise<readonly string[]> =>
    (await store().partitions()).filter(({ isResuming }) => isResuming).map(({ partition }) => partition);

  it("a partition tells that its provisional requests went with an owner, until a later one says that they are shown again", async () => {
    const told = under().tellsResuming ? ["p0"] : [];
    const first = await store().own("p0");
    await (await store().own("p1")).commit(stateCommit("3", []));
    expect([first.resumed, await resuming()]).toEqual([undefined, []]);
    await first.commit({ ...emptyCommit, requests: [provisional("a")] });
    await store().own("p0");
    // Killed before it had shown anything.
    const third = await store().own("p0");
    expect(await resuming()).toEqual(told);
    await third.resumed?.();
    expect(await resuming()).toEqual([]);
    await third.commit({ ...emptyCommit, requests: [provisional("a")] });
    await store().forgetState("p0");
    expect(await resuming()).toEqual(told);
    expect((await store().own("p1")).resumed).toBeUndefined();
  });

  it("who was overtaken, and who looks, is told by whom, where several processes use the store", async () => {
    const told = under().tellsResuming ? "host02 7" : null;
    const first = await store().own("p0", "host01 5");
    await store().own("p0", "host02 7");
    await expect(first.commit(stateCommit("1", []))).rejects.toMatchObject({ by: "owner", owner: told });
    expect((await store().partitions()).map(({ owner }) => owner)).toEqual([told]);
    await store().own("p0");
    expect((await store().partitions()).map(({ owner }) => owner)).toEqual([null]);
  });

  it("an owner that is none any more does not say that all is shown again", async () => {
    const told = under().tellsResuming ? ["p0"] : [];
    await (await store().own("p0")).commit({ ...emptyCommit, requests: [provisional("a")] });
    const second = await store().own("p0");
    await store().own("p0");
    await second.resumed?.().catch(() => undefined);
    expect(await resuming()).toEqual(told);
  });
}

function promiseCommits(store: () => Store, under: () => StoreUnderTest): void {
  it("position and state are there for the next owner, piece by piece", async () => {
    const owner = await store().own("p0");
    await owner.commit(
      stateCommit("1", [
        ["a", bytes(1)],
        ["b", bytes(2)],
        ["c", bytes(3)],
      ]),
    );
    await owner.commit(
      stateCommit("2", [
        ["a", null],
        ["b", bytes(4, 5)],
      ]),
    );
    const { saved } = await store().own("p0");
    expect(saved?.position).toBe("2");
    expect(sortedEntries(saved?.state ?? new Map())).toEqual([
      ["b", bytes(4, 5)],
      ["c", bytes(3)],
    ]);
  });

  it("what was committed is there after the store is opened again, to the last field", async () => {
    const request = madeRequest({
      id: "a",
      cause: "verify.refused",
      keys: [{ type: "deviceId", value: "D-1" }],
    });
    const owner = await store().own("p0");
    await owner.commit({
      ...stateCommit("1", [["a", bytes(1)]]),
      requests: [request],
      hosts: [madeHost("ndes01")],
    });
    const again = under().isKept ? await under().open() : store();
    expect(await again.lookup.request("a")).toEqual(request);
    expect(await again.lookup.hosts()).toEqual([madeHost("ndes01")]);
    expect((await again.own("p0")).saved?.position).toBe("1");
  });

  it("a commit without a checkpoint leaves the last one as it is", async () => {
    const owner = await store().own("p0");
    await owner.commit(stateCommit("1", [["a", bytes(1)]]));
    await owner.commit({ ...emptyCommit, requests: [provisional("a")], hosts: [madeHost("ndes01")] });
    expect((await store().own("p0")).saved?.position).toBe("1");
  });

  it("a commit that comes again changes nothing", async () => {
    const owner = await store().own("p0");
    const commit = {
      ...finalCommit("1", [madeRequest({ id: "a" }), madeRequest({ id: "b" })]),
      gone: [{ id: "p", successor: "a" }],
    };
    await owner.commit(commit);
    const before = await picture(store());
    await (await store().own("p0")).commit(commit);
    expect(await picture(store())).toEqual(before);
  });

  it("a final request stays what it is, whatever comes", async () => {
    const owner = await store().own("p0");
    const first = madeRequest({ id: "a", outcome: "failed" });
    await owner.commit(finalCommit("1", [first]));
    await owner.commit({ ...emptyCommit, requests: [provisional("a")] });
    await owner.commit(finalCommit("2", [madeRequest({ id: "a", outcome: "succeeded" })]));
    await owner.commit({ ...emptyCommit, gone: [{ id: "a", successor: null }] });
    expect(await store().lookup.request("a")).toEqual(first);
    expect((await store().lookup.summary({})).requests).toBe(1);
  });

  it("a provisional request changes, becomes final, or goes", async () => {
    const owner = await store().own("p0");
    await owner.commit({ ...emptyCommit, requests: [provisional("a"), provisional("b"), provisional("c")] });
    const changed = { ...provisional("a"), changedAt: 99 };
    await owner.commit({ ...emptyCommit, requests: [changed], gone: [{ id: "c", successor: null }] });
    await owner.commit(finalCommit("1", [madeRequest({ id: "b" })]));
    expect(await store().lookup.request("a")).toEqual(changed);
    expect((await store().lookup.request("b"))?.isFinal).toBe(true);
    expect(await store().lookup.request("c")).toBeNull();
    expect(await store().lookup.summary({})).toMatchObject({ requests: 2, provisional: 1 });
  });

  it("a final request without a checkpoint is our own mistake", async () => {
    const owner = await store().own("p0");
    await expect(owner.commit({ ...emptyCommit, requests: [madeRequest({ id: "a" })] })).rejects.toThrow(
      "a is final",
    );
    expect(await idsOf(store())).toEqual([]);
  });

  it("hosts come in order of name, each as it was said last", async () => {
    const owner = await store().own("p0");
    await owner.commit({ ...emptyCommit, hosts: [madeHost("ndes02"), madeHost("ca01"), madeHost("ndes01")] });
    const later = { ...madeHost("ndes01"), eventAt: 5 };
    await owner.commit({ ...emptyCommit, hosts: [later] });
    expect(await store().lookup.hosts()).toEqual([madeHost("ca01"), later, madeHost("ndes02")]);
  });

  it("commits that are made at once come one after the other", async () => {
    const owner = await store().own("p0");
    const positions = Array.from({ length: 20 }, (_, index) => String(index));
    await Promise.all(
      positions.map((position) => owner.commit(finalCommit(position, [madeRequest({ id: `r${position}` })]))),
    );
    expect((await store().own("p0")).saved?.position).toBe("19");
    expect((await store().lookup.summary({})).requests).toBe(20);
  });
}

function promiseChanges(store: () => Store): void {
  it("a reader hears what commits change, and nothing that changes nothing", async () => {
    const stop = new AbortController();
    const owner = await store().own("p0");
    const changes = store().lookup.changes(stop.signal);
    const [a, p] = [madeRequest({ id: "a" }), provisional("p")];
    await owner.commit({ ...emptyCommit, requests: [p] });
    await owner.commit({
      ...finalCommit("1", [a]),
      gone: [{ id: "p", successor: "a" }],
      hosts: [madeHost("ndes01")],
    });
    await owner.commit({ ...finalCommit("1", [a]), gone: [{ id: "p", successor: "a" }] });
    expect(await take(changes, 4)).toEqual([
      { type: "request", request: p },
      { type: "request", request: a },
      { type: "gone", id: "p", successor: "a" },
      { type: "host", host: madeHost("ndes01") },
    ]);
    stop.abort();
  });

  it("a reader that does not keep up is told so, and no commit waits for it", async () => {
    const stop = new AbortController();
    const owner = await store().own("p0");
    const changes = store().lookup.changes(stop.signal);
    for (let round = 0; round < 30; round += 1) {
      const requests = Array.from({ length: 100 }, (_, index) => provisional(`r${index}`));
      await owner.commit({ ...emptyCommit, requests });
    }
    stop.abort();
    const heard = await take(changes, Number.POSITIVE_INFINITY);
    expect(heard[0]).toEqual({ type: "overflow" });
    expect(heard.length).toBeLessThan(3000);
  });

  it("a refused commit is not heard of", async () => {
    const stop = new AbortController();
    const earlier = await store().own("p0");
    await store().own("p0");
    const changes = store().lookup.changes(stop.signal);
    await expect(earlier.commit({ ...emptyCommit, requests: [provisional("p")] })).rejects.toThrow(
      "another owner",
    );
    stop.abort();
    expect(await take(changes, 9)).toEqual([]);
  });

  it("a reader ends when it is aborted, also before it begins", async () => {
    const stop = new AbortController();
    const waiting = take(store().lookup.changes(stop.signal), 1);
    stop.abort();
    expect(await waiting).toEqual([]);
    expect(await take(store().lookup.changes(stop.signal), 1)).toEqual([]);
  });
}
