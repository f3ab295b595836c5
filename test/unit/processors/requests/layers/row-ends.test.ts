import { describe, expect, it } from "vitest";
import { narrowByOrder, rowOf, rowsByFile } from "../../../../../processors/requests/layers/row-ends.ts";
import { inFiles, row, startMs } from "../../../../support/observed.ts";

/** Rows of one second, in file order; what is known of their ends, ms within the second. */
function narrowed(known: readonly (readonly [from: number, to: number])[], fileIds: readonly string[] = []) {
  const observations = known.map((_, index) =>
    row("verify.call", { endAt: 0, tookMs: 50 }, { fileId: fileIds[index] ?? "ndes01/iis" }),
  );
  const rows = inFiles(observations).map((one) => rowOf(one));
  for (const [index, { span }] of rows.entries()) {
    span.endFrom = startMs + (known[index]?.[0] ?? 0);
    span.endTo = startMs + (known[index]?.[1] ?? 1000);
  }
  narrowByOrder(rowsByFile(rows.toReversed()), ({ span }) => span);
  return rows.map(({ span }) => [span.endFrom - startMs, span.endTo - startMs]);
}

describe("the end of a row", () => {
  it("lies in its second, when nothing else is known", () => {
    const [one] = inFiles([row("verify.call", { endAt: 2400, tookMs: 50 })]).map((each) => rowOf(each));
    expect([(one?.span.endFrom ?? 0) - startMs, (one?.span.endTo ?? 0) - startMs]).toEqual([2000, 3000]);
  });

  it("lies behind the end of every row above, and before that of every row below, within a millisecond", () => {
    const all = [
      [0, 1000],
      [300, 310],
      [0, 1000],
      [700, 710],
      [0, 1000],
    ] as const;
    expect(narrowed(all)).toEqual([
      [0, 311],
      [300, 310],
      [299, 711],
      [700, 710],
      [699, 1000],
    ]);
  });

  it("is told by rows of the same file only", () => {
    const files = ["ndes01/a", "ndes01/b"];
    expect(
      narrowed(
        [
          [600, 610],
          [0, 1000],
        ],
        files,
      )[1],
    ).toEqual([0, 1000]);
  });

  it("keeps its bounds where the order is broken", () => {
    const broken = [
      [800, 810],
      [100, 110],
    ] as const;
    expect(narrowed(broken)).toEqual([
      [800, 810],
      [100, 110],
    ]);
  });
});
