import { expect, test } from "vitest";
import { noWay } from "../../../../../processors/observations/index.ts";
import { compareDisk } from "../../../../../deploy/fleet/verify/compare-disk.ts";

type Kept = Parameters<typeof compareDisk>[1][number];

const disk = new Map([["one", { path: "logs/one.log", host: "ndes01", ids: ["one", "another"], end: 100 }]]);

function kept(
  files: Readonly<Record<string, { readonly offset: number; readonly gapBytes?: number }>>,
): Kept {
  const cursors = Object.entries(files).map(([id, { offset, gapBytes = 0 }]) => ({
    file: {
      id,
      host: "ndes01",
      path: `logs/${id}.log`,
      format: "text" as const,
      encoding: "utf-8" as const,
      modifiedAt: null,
    },
    offset,
    context: "",
    held: new Uint8Array(),
    gapBytes,
    duplicateBytes: 0,
    way: noWay,
    end: false,
  }));
  return { cursors, seenThrough: (id) => files[id]?.offset ?? null };
}

test("a file that was read to its end is no difference, in whichever partition it is", () => {
  const report = compareDisk(disk, [kept({}), kept({ one: { offset: 100 } })]);
  expect(report).toMatchObject({ files: 1, bytes: 100, missingBytes: 0, differenceCount: 0, unexplained: 0 });
});

test("a file that the state knows under another of its ids is no difference", () => {
  const seenThrough = (id: string): number | null => (id === "another" ? 100 : null);
  expect(compareDisk(disk, [{ cursors: [], seenThrough }])).toMatchObject({
    missingBytes: 0,
    differenceCount: 0,
  });
});

test("bytes that were not read, and those that never came, are missing", () => {
  const report = compareDisk(disk, [kept({ one: { offset: 60, gapBytes: 10 } })]);
  expect(report).toMatchObject({ missingBytes: 50, unexplained: 2 });
  expect(report.differences.map(({ type }) => type)).toEqual(["position", "gap"]);
});

test("a file that the state does not know is missing as a whole", () => {
  expect(compareDisk(disk, [])).toMatchObject({ missingBytes: 100, unexplained: 1 });
});

test("a file that is shorter than what was read was cut off: nothing is missing, and it is named", () => {
  const { missingBytes, differences } = compareDisk(disk, [kept({ one: { offset: 130 } })]);
  expect([missingBytes, differences.map(({ meaning }) => meaning)]).toEqual([
    0,
    ["the state has passed bytes that are not on the disk: the file was cut off"],
  ]);
});

test("what is no longer on the disk is explained, and files of other hosts are none of its business", () => {
  const own = kept({ one: { offset: 100 }, old: { offset: 5 } });
  const others = kept({ other: { offset: 7 } });
  const elsewhere = {
    ...others,
    cursors: others.cursors.map((cursor) => ({ ...cursor, file: { ...cursor.file, host: "ca01" } })),
  };
  expect(compareDisk(disk, [own, elsewhere])).toMatchObject({ differenceCount: 1, unexplained: 0 });
});
