import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isReadFailure, mergeByTime, openBundle, readRange, sniff } from "../../collectors/index.ts";
import type { BundleFile } from "../../collectors/index.ts";
import type { Slice } from "../../collectors/contract/index.ts";
import { folderWith, iisHead, iisLog } from "../unit/collectors/folder.ts";
import { writeZip } from "../unit/collectors/write-zip.ts";

test("no head and no path makes the sniffing fail", () => {
  const beginnings = [
    iisHead,
    "<Event ",
    "<E2ETraceEvent",
    "<![LOG[",
    "$$<",
    "#Fields:",
    "2026-11-22T10:00:00.1 VERB ",
    "\uFEFF",
    "ElfFile\0",
  ];
  const head = fc.tuple(fc.constantFrom("", ...beginnings), fc.uint8Array({ maxLength: 300 }), fc.nat(200));
  const path = fc.string({ maxLength: 60, unit: "binary" });
  fc.assert(
    fc.property(head, path, ([beginning, bytes, times], anyPath) => {
      const repeated = Buffer.concat([Buffer.from(beginning.repeat(times)), bytes]).subarray(0, 65_536);
      expect(() => sniff(repeated, anyPath)).not.toThrow();
    }),
    { numRuns: 300 },
  );
});

const entries = [
  { name: "u_ex1.log", bytes: Buffer.from(iisLog(20)) },
  { name: "a/u_ex2.log", bytes: Buffer.from(iisLog(6000)) },
  {
    name: "b/c.zip",
    bytes: writeZip([{ name: "httperr1.log", bytes: Buffer.from("#Software: Microsoft HTTP API 2.0\n") }]),
  },
];
const archive = writeZip(entries);

/** The content of a file, or null when reading it says that it is damaged. */
async function contentOf(file: BundleFile): Promise<Buffer | null> {
  try {
    return await readRange(file, 0, file.bytes);
  } catch (error) {
    if (!isReadFailure(error)) throw error;
    return null;
  }
}

test("a damaged archive never throws, and what it gives is what was packed or is told to be damaged", async () => {
  const folder = folderWith({});
  const path = join(folder, "x.zip");
  const packed = new Set(entries.map(({ bytes }) => bytes.toString("latin1")));
  const damage = fc.array(fc.tuple(fc.nat(archive.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(damage, fc.option(fc.nat(archive.length)), async (bytes, cut) => {
      const damaged = Buffer.from(archive);
      for (const [at, value] of bytes) damaged[at] = value;
      writeFileSync(path, damaged.subarray(0, cut ?? damaged.length));
      const bundle = await openBundle([path]);
      for (const file of bundle.files) {
        const content = file.source.format === "iis-w3c" ? await contentOf(file) : null;
        if (content !== null && content.length > 0) expect(packed).toContain(content.toString("latin1"));
      }
      bundle.close();
    }),
    { numRuns: 150 },
  );
});

function firstStamp({ bytes }: Slice): number | null {
  const stamp = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)/.exec(Buffer.from(bytes).toString("latin1"));
  return stamp === null ? null : Date.parse(`${stamp[1]}T${stamp[2]}Z`);
}

test("whatever the limits, every file comes whole, in order, and no time goes back", async () => {
  const folder = folderWith({
    "a.log": iisLog(300),
    "b.log": iisLog(500, "2026-11-21"),
    "c.log": iisLog(301),
    "u_ex1.log": "",
  });
  const { files } = await openBundle([folder]);
  const limits = fc.record({
    sliceBytes: fc.integer({ min: 64, max: 30_000 }),
    openFilesMax: fc.integer({ min: 1, max: 4 }),
    heldBytesMax: fc.nat(60_000),
  });
  await fc.assert(
    fc.asyncProperty(limits, async (options) => {
      const lengths = new Map<string, number>();
      let last = Number.NEGATIVE_INFINITY;
      for await (const { slice, at } of mergeByTime(files, {
        ...options,
        firstStamp,
        failed: () => expect.unreachable(),
      })) {
        expect(slice.offset).toBe(lengths.get(slice.file.id) ?? 0);
        lengths.set(slice.file.id, slice.offset + slice.bytes.length);
        expect(at ?? last).toBeGreaterThanOrEqual(last);
        last = at ?? last;
      }
      expect(lengths).toEqual(new Map(files.map(({ source, bytes }) => [source.id, bytes])));
    }),
    { numRuns: 40 },
  );
});
