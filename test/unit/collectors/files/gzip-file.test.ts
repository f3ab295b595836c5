import { readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { openBundle, readRange } from "../../../../collectors/index.ts";
import type { Bundle, BundleOptions } from "../../../../collectors/index.ts";
import { folderWith, iisLog } from "../folder.ts";

async function open(path: string, options: BundleOptions = {}): Promise<Bundle> {
  const bundle = await openBundle([path], options);
  onTestFinished(() => bundle.close());
  return bundle;
}

/** Small ones are unpacked in one step, large ones as a stream. */
describe.each([
  ["small", 10],
  ["large", 20_000],
])("a %s log that was packed with gzip", (_, rows) => {
  const plain = Buffer.from(iisLog(rows));

  test("is read as what it unpacks to, from any position, under its own name", async () => {
    const { files } = await open(folderWith({ "u_ex261122.log.gz": gzipSync(plain) }));
    expect(files.map(({ source: { path, format }, bytes }) => [path, format, bytes])).toEqual([
      ["u_ex261122.log.gz", "iis-w3c", plain.length],
    ]);
    const [file] = files;
    if (file === undefined) throw new Error("no file");
    for (const from of [0, 77, plain.length - 5])
      expect(await readRange(file, from, plain.length - from)).toEqual(plain.subarray(from));
  });

  test("is the same file as that log beside it", async () => {
    const bundle = await open(folderWith({ "u_ex1.log": plain, "u_ex1.log.gz": gzipSync(plain) }));
    expect(bundle.files.map(({ source }) => source.path)).toEqual(["u_ex1.log"]);
    expect(bundle.unreadable).toMatchObject([{ path: "u_ex1.log.gz", reason: "file.duplicate" }]);
  });

  test.each([
    ["cut off", (bytes: Buffer) => bytes.subarray(0, -20)],
    ["with a byte that was changed", (bytes: Buffer) => changed(bytes, bytes.length >> 1)],
    ["with another length than it says", (bytes: Buffer) => changed(bytes, bytes.length - 2)],
    ["and another behind it", (bytes: Buffer) => Buffer.concat([bytes, gzipSync("more")])],
  ])("and is %s is damaged, and no row of it is taken for whole", async (__, damage) => {
    const bundle = await open(folderWith({ "u_ex1.log.gz": damage(gzipSync(plain)) }));
    const reasons = await Promise.all(
      bundle.files.map((file) =>
        readRange(file, 0, file.bytes).then(
          () => "read",
          (error: unknown) => error,
        ),
      ),
    );
    const found = [...bundle.unreadable, ...reasons];
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ reason: expect.stringMatching(/^archive\.(?:damaged|limit)$/) });
  });
});

function changed(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0x55;
  return copy;
}

test("names, comments and extra fields in its header are passed over", async () => {
  const plain = iisLog(3);
  const packed = gzipSync(plain);
  const flagged = Buffer.from(packed.subarray(0, 10));
  flagged[3] = 2 | 4 | 8 | 16;
  const extra = Buffer.from([3, 0, 1, 2, 3]);
  const words = Buffer.from("u_ex261122.log\0packed at night\0");
  const bytes = Buffer.concat([flagged, extra, words, Buffer.from([0, 0]), packed.subarray(10)]);
  const { files } = await open(folderWith({ "a.gz": bytes }));
  expect(files.map((file) => file.bytes)).toEqual([plain.length]);
  const [file] = files;
  expect(file && (await readRange(file, 0, file.bytes)).toString()).toBe(plain);
});

test("one that is cut off in the middle is said to lack its end: the bytes that stand there are not its length", async () => {
  const packed = gzipSync(iisLog(20_000));
  // As the copy of a log that ends in bytes of its Deflate, which say four gigabytes when they are read as a length.
  const torn = Buffer.concat([packed.subarray(0, packed.length >> 1), Buffer.alloc(8, 0xf0)]);
  const { files, unreadable } = await open(folderWith({ "u_ex1.log.gz": torn }));
  expect(files).toEqual([]);
  expect(unreadable).toMatchObject([
    { reason: "archive.damaged", detail: expect.stringContaining("its end is missing") },
  ]);
});

test.each([
  ["nothing", Buffer.alloc(0)],
  ["a few bytes", Buffer.from([0x1f, 0x8b, 8])],
  ["what is not packed", Buffer.from(iisLog(3))],
  ["a header that never ends", Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 8]), Buffer.alloc(9000, 65)])],
])("%s under such a name is damaged, with the reason", async (_, bytes) => {
  const bundle = await open(folderWith({ "u_ex1.log.gz": bytes }));
  expect(bundle.unreadable).toMatchObject([{ path: "u_ex1.log.gz", reason: "archive.damaged" }]);
  expect(bundle.unreadable[0]?.detail).toMatch(/\w/);
});

test("what unpacks to more than is allowed is refused before it is unpacked, and what says less than it holds ends there", async () => {
  const zeros = gzipSync(Buffer.alloc(64 << 20, 48));
  const lying = Buffer.from(zeros);
  lying.writeUInt32LE(1000, lying.length - 4);
  const bundle = await open(folderWith({ "a.log.gz": zeros, "b.log.gz": lying }));
  expect(bundle.unreadable.map(({ path, reason }) => [path, reason])).toEqual([
    ["a.log.gz", "archive.limit"],
    ["b.log.gz", "archive.damaged"],
  ]);
});

test("many of them, small and large, hold no file open when they were looked at and read", async () => {
  const day = (count: number): string => `2026-11-${String(count + 1).padStart(2, "0")}`;
  const days = Array.from({ length: 28 }, (_, count) => iisLog(count % 2 === 0 ? 8000 : 8, day(count)));
  const folder = folderWith(
    Object.fromEntries(days.map((log, count) => [`u_ex${count}.log.gz`, gzipSync(log)])),
  );
  const held = (): number => readdirSync("/proc/self/fd").length;
  const before = held();
  const { files } = await open(folder);
  for (const file of files) await readRange(file, 0, file.bytes);
  expect(files).toHaveLength(28);
  expect(held()).toBe(before);
});
