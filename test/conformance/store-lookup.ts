import { expect, it } from "vitest";
import { BadCursor } from "../../processors/contract/index.ts";
import type { Store, StoredRequest } from "../../processors/contract/index.ts";
import { emptyCommit, finalCommit, idsOf, provisional } from "../support/commits.ts";
import { madeRequest, startOfTime } from "../support/made-requests.ts";

export function promiseLists(store: () => Store): void {
  const fill = async (requests: readonly StoredRequest[]): Promise<void> =>
    (await store().own("p0")).commit(finalCommit("1", requests));

  it("newest start first, then by id; without a start last", async () => {
    await fill([
      madeRequest({ id: "none", started: null }),
      madeRequest({ id: "b", started: startOfTime }),
      madeRequest({ id: "a", started: startOfTime }),
      madeRequest({ id: "new", started: startOfTime + 1 }),
      madeRequest({ id: "old", started: -1 }),
    ]);
    expect(await idsOf(store())).toEqual(["new", "a", "b", "old", "none"]);
  });

  it("pages hold each request once, and end", async () => {
    const requests = Array.from({ length: 25 }, (_, index) =>
      madeRequest({ id: `r${index}`, started: startOfTime + (index % 7) }),
    );
    await fill(requests);
    const ids = await idsOf(store(), 4);
    expect(ids).toHaveLength(25);
    expect(new Set(ids).size).toBe(25);
    expect(ids).toEqual(await idsOf(store(), 1000));
  });

  it("a page stays what it is while newer requests come", async () => {
    const requests = Array.from({ length: 10 }, (_, index) =>
      madeRequest({ id: `r${index}`, started: startOfTime + index }),
    );
    await fill(requests);
    const first = await store().lookup.list({}, { limit: 3, cursor: null });
    const second = await store().lookup.list({}, { limit: 3, cursor: first.next });
    await fill([madeRequest({ id: "newest", started: startOfTime + 99 })]);
    expect(await store().lookup.list({}, { limit: 3, cursor: first.next })).toEqual(second);
  });

  it("what is given in a filter must hold", async () => {
    await fill([
      madeRequest({ id: "a", host: "ndes01", outcome: "failed", cause: "verify.refused", stage: 3 }),
      madeRequest({ id: "b", host: "ndes02", outcome: "failed", started: startOfTime + 10 }),
      madeRequest({ id: "c", host: "ndes02", platform: "android", started: startOfTime + 20 }),
      madeRequest({ id: "d", host: "ndes02", started: null }),
    ]);
    const ids = async (filter: Parameters<Store["lookup"]["list"]>[0]): Promise<string[]> =>
      (await store().lookup.list(filter, { limit: 9, cursor: null })).requests.map(({ view }) => view.id);
    expect(await ids({ host: "ndes02" })).toEqual(["c", "b", "d"]);
    expect(await ids({ outcome: "failed" })).toEqual(["b", "a"]);
    expect(await ids({ outcome: "failed", host: "ndes01" })).toEqual(["a"]);
    expect(await ids({ cause: "verify.refused" })).toEqual(["a"]);
    expect(await ids({ stage: 3 })).toEqual(["a"]);
    expect(await ids({ platform: "android" })).toEqual(["c"]);
    expect(await ids({ since: startOfTime + 10 })).toEqual(["c", "b"]);
    expect(await ids({ until: startOfTime + 10 })).toEqual(["a"]);
    expect(await ids({ since: startOfTime, until: startOfTime + 20 })).toEqual(["b", "a"]);
    expect(await ids({ host: "nobody" })).toEqual([]);
  });

  it("what requests name is that of the first of their list, the same when it is asked for again, and of one that is not final what it says now", async () => {
    const owner = await store().own("p0");
    const named = (id: string, started: number, device: string): StoredRequest => {
      const one = madeRequest({ id, started, cause: "verify.refused" });
      const view = { ...one.view, keys: { ...one.view.keys, deviceId: [device], clientIp: ["192.0.2.1"] } };
      return { ...one, view };
    };
    const open = (device: string): StoredRequest => ({ ...named("c", 3, device), isFinal: false });
    const finals = [named("a", 1, "D-1"), named("b", 2, "D-2"), madeRequest({ id: "d", started: 4 })];
    await owner.commit({ ...finalCommit("1", finals), requests: [...finals, open("D-3")] });
    const devices = async (limit: number): Promise<unknown> => {
      const { requests, isAll } = await store().lookup.names({ cause: "verify.refused" }, limit);
      return [requests.flatMap((one) => [...one.devices, ...one.addresses]).toSorted(), isAll];
    };
    const at = "192.0.2.1";
    for (let time = 0; time < 2; time += 1) {
      expect(await devices(2)).toEqual([[at, at, "D-2", "D-3"], false]);
      expect(await devices(3)).toEqual([[at, at, at, "D-1", "D-2", "D-3"], true]);
    }
    await owner.commit({ ...emptyCommit, requests: [open("D-4")] });
    expect(await devices(1)).toEqual([[at, "D-4"], false]);
  });

  it("the earliest of those that match is the last of their list, but for those without a start", async () => {
    await fill([
      madeRequest({ id: "a", host: "ndes01", outcome: "failed", cause: "verify.refused" }),
      madeRequest({ id: "b", host: "ndes02", outcome: "failed", cause: "verify.refused" }),
      madeRequest({ id: "c", cause: "verify.refused", started: startOfTime + 20 }),
      madeRequest({ id: "d", cause: "verify.refused", started: null }),
      madeRequest({ id: "e", cause: "issue.denied", started: null }),
      madeRequest({ id: "f", started: -5 }),
    ]);
    const earliest = async (filter: Parameters<Store["lookup"]["earliest"]>[0]): Promise<string | null> =>
      (await store().lookup.earliest(filter))?.view.id ?? null;
    expect(await earliest({})).toBe("f");
    expect(await earliest({ cause: "verify.refused" })).toBe("b");
    expect(await earliest({ cause: "verify.refused", host: "ndes01" })).toBe("a");
    expect(await earliest({ cause: "verify.refused", since: startOfTime + 1 })).toBe("c");
    expect(await earliest({ cause: "verify.refused", until: startOfTime })).toBeNull();
    expect(await earliest({ until: startOfTime })).toBe("f");
    expect(await earliest({ cause: "issue.denied" })).toBeNull();
    expect(await earliest({ cause: "report.failed" })).toBeNull();
  });

  it.each(["x", "", "W10", "bnVsbA", "A".repeat(5000)])(
    "a cursor that no list gave (%#) is refused",
    async (cursor) => {
      await expect(store().lookup.list({}, { limit: 3, cursor })).rejects.toBeInstanceOf(BadCursor);
    },
  );
}

export function promiseKeys(store: () => Store): void {
  const found = async (key: string): Promise<string[]> =>
    (await store().lookup.list({ key }, { limit: 9, cursor: null })).requests.map(({ view }) => view.id);

  it("any identifier finds its requests, written in any case", async () => {
    await (
      await store().own("p0")
    ).commit(
      finalCommit("1", [
        madeRequest({
          id: "a",
          keys: [
            { type: "thumbprint", value: "ABCDEF" },
            { type: "deviceId", value: "Gerät-É" },
          ],
        }),
        madeRequest({ id: "b", keys: [{ type: "deviceId", value: "GERÄT-é" }], started: startOfTime + 1 }),
      ]),
    );
    expect(await found("abcdef")).toEqual(["a"]);
    expect(await found("gerät-é")).toEqual(["b", "a"]);
    expect(await found("ABCDE")).toEqual([]);
    expect(await store().lookup.summary({ key: "GERÄT-É" })).toMatchObject({ requests: 2 });
  });

  it("the id of a request is a key, and so is that of a provisional one that it has replaced", async () => {
    const owner = await store().own("p0");
    await owner.commit({ ...emptyCommit, requests: [provisional("first"), provisional("second")] });
    await owner.commit({
      ...emptyCommit,
      requests: [provisional("both")],
      gone: [{ id: "first", successor: "both" }],
    });
    await owner.commit({
      ...finalCommit("1", [madeRequest({ id: "end" })]),
      gone: [
        { id: "both", successor: "end" },
        { id: "second", successor: "both" },
      ],
    });
    for (const key of ["end", "END", "both", "first", "second", "Second"])
      expect(await found(key)).toEqual(["end"]);
    for (const id of ["end", "both", "first", "second"])
      expect((await store().lookup.request(id))?.view.id).toBe("end");
    expect(await store().lookup.summary({ key: "first" })).toMatchObject({ requests: 1 });
    expect(await store().lookup.summary({})).toMatchObject({ requests: 1, provisional: 0 });
  });

  it("an old name stays known over a new owner, and finds the request when it is made again", async () => {
    const owner = await store().own("p0");
    await owner.commit({ ...emptyCommit, requests: [provisional("b")], gone: [{ id: "a", successor: "b" }] });
    const later = await store().own("p0");
    expect(await store().lookup.request("a")).toBeNull();
    await later.commit({ ...emptyCommit, requests: [provisional("b")] });
    expect((await store().lookup.request("a"))?.view.id).toBe("b");
  });

  it("a key goes with what it found before", async () => {
    const owner = await store().own("p0");
    const with1 = madeRequest({ id: "a", isFinal: false, keys: [{ type: "userId", value: "u1" }] });
    await owner.commit({ ...emptyCommit, requests: [with1] });
    await owner.commit({ ...emptyCommit, requests: [{ ...with1, keys: [{ type: "userId", value: "u2" }] }] });
    expect(await found("u1")).toEqual([]);
    expect(await found("u2")).toEqual(["a"]);
  });

  it("what many carry finds each of them, newest first, page by page, while provisional ones come and go", async () => {
    const owner = await store().own("p0");
    const carrying = (index: number, isFinal: boolean): StoredRequest =>
      madeRequest({
        id: `r${String(index).padStart(3, "0")}`,
        isFinal,
        started: startOfTime + ((index * 37) % 100),
        keys: [{ type: "userAgent", value: "Agent" }],
      });
    const expected = (indices: readonly number[]): string[] =>
      indices
        .toSorted((a, b) => ((b * 37) % 100) - ((a * 37) % 100))
        .map((index) => carrying(index, true).view.id);
    const indices = Array.from({ length: 100 }, (_, index) => index);
    const isGone = (index: number): boolean => index % 3 === 1;
    await owner.commit({ ...emptyCommit, requests: indices.map((index) => carrying(index, false)) });
    expect(await idsOf(store(), 1000, { key: "agent" })).toEqual(expected(indices));
    const gone = indices
      .filter(isGone)
      .map((index) => ({ id: carrying(index, false).view.id, successor: null }));
    const finals = indices.filter((index) => index % 3 === 0).map((index) => carrying(index, true));
    await owner.commit({ ...finalCommit("1", finals), gone });
    const left = expected(indices.filter((index) => !isGone(index)));
    for (const limit of [7, 1000]) expect(await idsOf(store(), limit, { key: "agent" })).toEqual(left);
    await owner.commit({
      ...emptyCommit,
      requests: indices.filter(isGone).map((index) => carrying(index, false)),
    });
    expect(await idsOf(store(), 7, { key: "agent" })).toEqual(expected(indices));
    expect(await store().lookup.summary({ key: "agent" })).toMatchObject({ requests: 100, provisional: 66 });
  });

  it("hostile identifiers are identifiers", async () => {
    const values = ["'; DROP TABLE requests; --", "a\u0000b", "%", "\uD800", "💥".repeat(5000), "", " "];
    await (
      await store().own("p0")
    ).commit(
      finalCommit(
        "1",
        values.map((value, index) => madeRequest({ id: `r${index}`, keys: [{ type: "userAgent", value }] })),
      ),
    );
    for (const [index, value] of values.entries()) expect(await found(value)).toEqual([`r${index}`]);
  });
}
