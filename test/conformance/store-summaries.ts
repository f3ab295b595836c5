import { expect, it } from "vitest";
import type { Store, StoredRequest } from "../../processors/contract/index.ts";
import { finalCommit } from "../support/commits.ts";
import { madeRequest, startOfTime } from "../support/made-requests.ts";

export function promiseSummaries(store: () => Store): void {
  it("counts are those of the requests that a filter lists", async () => {
    const hourMs = 3_600_000;
    await (
      await store().own("p0")
    ).commit(
      finalCommit("1", [
        madeRequest({ id: "a", outcome: "failed", stage: 3, cause: "verify.refused" }),
        madeRequest({
          id: "b",
          outcome: "failed",
          stage: 3,
          cause: "verify.refused",
          started: startOfTime + hourMs,
        }),
        madeRequest({ id: "c", outcome: "failed", stage: 4, cause: "issue.denied", host: "ndes02" }),
        madeRequest({ id: "d", started: startOfTime + 3 * hourMs + 5 }),
        madeRequest({ id: "e", started: null }),
      ]),
    );
    expect(await store().lookup.summary({})).toEqual({
      requests: 5,
      provisional: 0,
      outcomes: { succeeded: 2, failed: 3, open: 0, unknown: 0 },
      stages: [
        [5, 0],
        [5, 0],
        [5, 0],
        [3, 2],
        [2, 3],
        [2, 3],
      ].map(([done, pending]) => ({ done, failed: 0, pending, implied: 0, unknown: 0 })),
      causes: [
        { cause: "verify.refused", host: "ndes01", requests: 2 },
        { cause: "issue.denied", host: "ndes02", requests: 1 },
      ],
      grades: { key: 0, exact: 5, probable: 0 },
    });
    expect((await store().lookup.summary({ since: startOfTime + 1 })).requests).toBe(2);
    expect((await store().lookup.summary({ until: startOfTime + hourMs })).requests).toBe(2);
    expect(
      (await store().lookup.summary({ since: startOfTime, until: startOfTime + 4 * hourMs })).requests,
    ).toBe(4);
    expect((await store().lookup.summary({ outcome: "failed", host: "ndes01" })).requests).toBe(2);
  });

  it("a timeline counts each request in the step in which it began, whole hours or not", async () => {
    const hourMs = 3_600_000;
    const begun = (id: string, started: number | null, outcome: "failed" | "open" = "open"): StoredRequest =>
      madeRequest({ id, started, outcome });
    await (
      await store().own("p0")
    ).commit(
      finalCommit("1", [
        begun("before", startOfTime - 1),
        begun("a", startOfTime, "failed"),
        begun("b", startOfTime + hourMs - 1),
        begun("c", startOfTime + hourMs),
        begun("d", startOfTime + 2 * hourMs - 1, "failed"),
        begun("behind", startOfTime + 2 * hourMs),
        begun("never", null),
      ]),
    );
    const timeline = async (
      stepMs: number,
      count: number,
      filter: Parameters<Store["lookup"]["timeline"]>[0] = {},
    ): Promise<(readonly [number, number])[]> =>
      (await store().lookup.timeline(filter, { from: startOfTime, stepMs, count })).map(
        ({ failed, open }) => [failed, open] as const,
      );
    expect(startOfTime % hourMs).toBe(0);
    expect(await timeline(hourMs, 2)).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(await timeline(2 * hourMs, 1)).toEqual([[2, 2]]);
    expect(await timeline(hourMs / 2, 4)).toEqual([
      [1, 0],
      [0, 1],
      [0, 1],
      [1, 0],
    ]);
    expect(await timeline(hourMs, 2, { outcome: "failed" })).toEqual([
      [1, 0],
      [1, 0],
    ]);
    expect(await timeline(hourMs / 2, 2, { host: "nobody" })).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });
}
