import { describe, expect, it } from "vitest";
import type { Encoding, Format } from "../../../../collectors/contract/index.ts";
import { openReader } from "../../../../processors/records/index.ts";
import { recordBytesMax } from "../../../../processors/records/reader.ts";
import { flawOf, readInPieces, startOf } from "../../../support/read-records.ts";

const read = (bytes: Uint8Array, encoding: Encoding = "utf-8", format: Format = "text") =>
  readInPieces(openReader(startOf(format, encoding)), bytes, cutsOf(bytes, 65_536));

function cutsOf(bytes: Uint8Array, size: number): number[] {
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, index) => (index + 1) * size);
}

describe("bytes to text", () => {
  it.each([
    ["utf-8", Buffer.from("\ufeffcafé\n", "utf8"), 3],
    ["utf-16le", Buffer.from("\ufeffcafé\n", "utf16le"), 2],
    ["utf-16be", Buffer.from("\ufeffcafé\n", "utf16le").swap16(), 2],
  ] as const)("a byte order mark is a region and text is decoded: %s", (encoding, bytes, markLength) => {
    const found = read(bytes, encoding);
    expect(found.regions).toEqual([{ offset: 0, length: markLength, name: "byte-order-mark" }]);
    expect(found.records).toMatchObject([
      { offset: markLength, length: bytes.length - markLength, text: "café" },
    ]);
  });

  it("what is no UTF-8 is read as Windows-1252, value by value", () => {
    const bytes = Buffer.concat([
      Buffer.from("Köln “1”\n", "utf8"),
      Buffer.from([0x4b, 0xf6, 0x6c, 0x6e, 0x20, 0x93, 0x31, 0x94, 0x0a]),
    ]);
    expect(read(bytes).records).toMatchObject([{ text: "Köln “1”" }, { text: "Köln “1”" }]);
  });

  it("a letter whose last byte is 0xa0 survives at the end of a line", () => {
    expect(read(Buffer.from("voilà\n", "utf8")).records).toMatchObject([{ text: "voilà" }]);
    const omadm = "2026-11-22T10:00:00.2500000  INFO  a.B  1  2  voilà\n";
    expect(read(Buffer.from(omadm, "utf8"), "utf-8", "omadm").records).toMatchObject([{ text: "voilà" }]);
  });

  it("a byte that is left over of UTF-16 is torn", () => {
    const found = read(Buffer.concat([Buffer.from("a\n", "utf16le"), Buffer.from([0x62])]), "utf-16le");
    expect(found.records).toMatchObject([{ text: "a", length: 4 }]);
    expect(found.rejected).toEqual([{ offset: 4, length: 1, reason: "record.torn" }]);
  });
});

describe("runs of NULs", () => {
  it("are one rejection each, and the record behind them is read", () => {
    const bytes = Buffer.concat([
      Buffer.from("one\n"),
      Buffer.alloc(200_000),
      Buffer.from("two\nthr"),
      Buffer.alloc(3),
      Buffer.from("four\n"),
    ]);
    const found = read(bytes);
    expect(found.records).toMatchObject([
      { text: "one" },
      { text: "two" },
      { text: "thr" },
      { text: "four" },
    ]);
    expect(found.rejected).toEqual([
      { offset: 4, length: 200_000, reason: "record.nul-padding" },
      { offset: 200_011, length: 3, reason: "record.nul-padding" },
    ]);
    expect(flawOf(found, bytes.length)).toBeNull();
  });

  it("at the end of a file are rejected at its end", () => {
    expect(read(Buffer.from("one\n\0\0")).rejected).toEqual([
      { offset: 4, length: 2, reason: "record.nul-padding" },
    ]);
  });
});

describe("an entry longer than a record may be", () => {
  const long = "y".repeat(10 * recordBytesMax);
  const ccm = (text: string): string =>
    `<![LOG[${text}]LOG]!><time="10:00:00.000+000" date="11-22-2026" component="N" context="" type="1" thread="1" file="">\r\n`;
  const svc = (text: string): string =>
    `<E2ETraceEvent xmlns="x"><System><TimeCreated SystemTime="2026-11-22T10:00:00Z" /></System><ApplicationData>${text}</ApplicationData></E2ETraceEvent>`;
  const fields = "#Fields: date time cs-uri-stem\n";

  it.each<[Format, string, string, string]>([
    ["iis-w3c", fields, `2026-11-22 10:00:00 ${long}\n`, "2026-11-22 10:00:01 /a\n"],
    ["cmtrace", "", ccm(long), ccm("after")],
    ["cmtrace", "", `${long}\n`, ccm("after")],
    ["svclog", "", svc(long), svc("after")],
    [
      "omadm",
      "",
      `2026-11-22T10:00:00.0  A  b  1  1  ${long}\n`,
      "2026-11-22T10:00:01.0  A  b  1  1  after\n",
    ],
    ["console", "", `debug 10:00:00.0 +0000 profiled ${long}\n`, "debug 10:00:01.0 +0000 profiled after\n"],
    ["text", "", `${long}\n`, "after\n"],
  ])("is rejected once, its neighbours are read: %s", (format, head, tooLong, after) => {
    const bytes = Buffer.from(head + after + tooLong + after);
    const found = read(bytes, "utf-8", format);
    expect(found.rejected).toEqual([
      { offset: head.length + after.length, length: tooLong.length, reason: "record.too-long" },
    ]);
    expect(found.records.map(({ offset }) => offset)).toEqual([
      head.length,
      head.length + after.length + tooLong.length,
    ]);
  });

  it("may be as long as the limit", () => {
    const found = read(Buffer.from(`${"y".repeat(recordBytesMax - 1)}\n`));
    expect(found.records).toMatchObject([{ offset: 0, length: recordBytesMax }]);
  });
});
