import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { mergeByTime, openBundle, slicesOf } from "../../../../collectors/index.ts";
import type { Bundle, MergeOptions } from "../../../../collectors/index.ts";
import type { Slice } from "../../../../collectors/contract/index.ts";
import { folderWith, iisHead, iisLog } from "../folder.ts";
import { writeZip } from "../write-zip.ts";

async function open(path: string): Promise<Bundle> {
  const bundle = await openBundle([path]);
  onTestFinished(() => bundle.close());
  return bundle;
}

function firstStamp(slice: Slice): number | null {
  const stamp = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)/.exec(Buffer.from(slice.bytes).toString("latin1"));
  return stamp === null ? null : Date.parse(`${stamp[1]}T${stamp[2]}Z`);
}

const noFailure: MergeOptions["failed"] = (file, failure) => {
  throw new Error(`${file.source.path}: ${failure.message}`);
};

/** Every byte of every file, as the slices gave them; and the stamps in their order. */
async function merged(
  bundle: Bundle,
  options: Partial<MergeOptions> = {},
): Promise<{ texts: Map<string, string>; stamps: (number | null)[] }> {
  const texts = new Map<string, string>();
  const stamps: (number | null)[] = [];
  const ended = new Set<string>();
  for await (const { slice, at } of mergeByTime(bundle.files, {
    firstStamp,
    failed: noFailure,
    ...options,
  })) {
    const before = texts.get(slice.file.path) ?? "";
    expect(slice.offset).toBe(before.length);
    expect(ended.has(slice.file.path)).toBe(false);
    texts.set(slice.file.path, before + Buffer.from(slice.bytes).toString("latin1"));
    stamps.push(at);
    if (slice.end) ended.add(slice.file.path);
  }
  expect(ended.size).toBe(bundle.files.length);
  return { texts, stamps };
}

const days = ["2026-11-23", "2026-11-21", "2026-11-22", "2026-11-21"];
const logs = days.map((day, index) => {
  const log = iisLog(2000 + index, day).replaceAll("192.0.2.10", `192.0.2.${index}`);
  return [`f${index}/u_ex.log`, log] as const;
});

const limits: readonly (readonly [string, Partial<MergeOptions>])[] = [
  ["no limit in sight", {}],
  ["one open file", { sliceBytes: 4096, openFilesMax: 1 }],
  ["no room to hold anything", { sliceBytes: 4096, heldBytesMax: 0 }],
  ["room for two slices", { sliceBytes: 4096, heldBytesMax: 8192 }],
];

test.each(limits)("files come in order of time and whole, with %s", async (_, options) => {
  for (const form of ["folder", "archive"]) {
    const entries = logs.map(([name, text]) => ({ name, bytes: Buffer.from(text) }));
    const folder = folderWith(form === "folder" ? Object.fromEntries(logs) : { "x.zip": writeZip(entries) });
    const { texts, stamps } = await merged(
      await open(form === "folder" ? folder : join(folder, "x.zip")),
      options,
    );
    expect(texts).toEqual(new Map(logs));
    expect(stamps).toEqual([...stamps].sort((a, b) => (a ?? 0) - (b ?? 0)));
  }
});

test("a slice without a stamp keeps its place behind the one before it", async () => {
  const long = `${iisLog(1, "2026-11-22")}${"x".repeat(20_000)}\n`;
  const folder = folderWith({
    "a.log": long,
    "b.log": iisLog(3, "2026-11-23"),
    "c.log": iisLog(3, "2026-11-21"),
  });
  const order: string[] = [];
  const options = { firstStamp, failed: noFailure, sliceBytes: 4096 };
  for await (const { slice } of mergeByTime((await open(folder)).files, options)) order.push(slice.file.path);
  expect(order).toEqual(["c.log", "a.log", "a.log", "a.log", "a.log", "a.log", "b.log"]);
});

test("a record that is cut at the end of a slice holds the clock back until it can be read", async () => {
  const row = (clock: string): string => `2026-11-22 ${clock} ${"x".repeat(100)}\n`;
  const early = Array.from({ length: 39 }, (_, index) => row(`10:00:${String(index).padStart(2, "0")}`)).join(
    "",
  );
  // The last row of the first slice is cut, and hours pass before the next one.
  const quiet = `${iisHead}${early}${row("23:00:00")}`;
  const folder = folderWith({ "a.log": quiet, "b.log": iisLog(20, "2026-11-22").replaceAll(" 10:", " 12:") });
  const seen: [string, number | null][] = [];
  const sliceBytes = iisHead.length + 39 * 121 - 60;
  for await (const { slice, at } of mergeByTime((await open(folder)).files, {
    firstStamp,
    failed: noFailure,
    sliceBytes,
  })) {
    seen.push([slice.file.path, at === null ? null : new Date(at).getUTCHours()]);
  }
  expect(seen).toEqual([
    ["a.log", 10],
    ["a.log", 10],
    ["b.log", 12],
  ]);
});

test("an empty file gives one empty slice that ends it", async () => {
  const bundle = await open(folderWith({ "u_ex261122.log": "" }));
  const slices = [];
  for (const file of bundle.files) for await (const slice of slicesOf(file)) slices.push(slice);
  for await (const { slice } of mergeByTime(bundle.files, { firstStamp, failed: noFailure }))
    slices.push(slice);
  expect(slices).toMatchObject([
    { offset: 0, end: true },
    { offset: 0, end: true },
  ]);
});

test("a file that cannot be read on is reported once, closed, and the others are read", async () => {
  const folder = folderWith({ "a.log": iisLog(10), "b.log": iisLog(11, "2026-11-23") });
  const bundle = await open(folder);
  rmSync(join(folder, "a.log"));
  const failed: string[] = [];
  const { texts } = await merged(bundle, {
    failed: (file, failure) => failed.push(`${file.source.path} ${failure.reason}`),
  });
  expect(failed).toEqual(["a.log file.unreadable"]);
  expect([...texts]).toEqual([
    ["a.log", ""],
    ["b.log", iisLog(11, "2026-11-23")],
  ]);
});

test("thousands of small files are each read once", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 3000 }, (_, index) => [
      `CertificateRequestStatus/Succeed/${index}.CRS`,
      `Thumbprint=${index}`,
    ]),
  );
  let asked = 0;
  const { texts } = await merged(await open(folderWith(files)), { firstStamp: () => (asked += 1) });
  expect(asked, "each is looked at once").toBe(3000);
  expect(texts.get("CertificateRequestStatus/Succeed/2999.CRS")).toBe("Thumbprint=2999");
});
