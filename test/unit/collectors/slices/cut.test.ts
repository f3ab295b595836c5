import { describe, expect, test } from "vitest";

import { anywhere, restOf, wholeRecords } from "../../../../collectors/slices/cut.ts";
import { utf16Bytes } from "../../../../collectors/contract/index.ts";
import type { Encoding, Format } from "../../../../collectors/contract/index.ts";

const cut = (format: Format, text: string, encoding: Encoding = "utf-8"): string => {
  const bytes =
    encoding === "utf-16le" || encoding === "utf-16be"
      ? utf16Bytes(text, encoding)
      : Buffer.from(text, "latin1");
  const step = bytes.length / text.length;
  return text.slice(0, wholeRecords({ format, encoding, offset: 0, bytes }) / step);
};

describe("a slice ends where a record ends", () => {
  test.each<[format: Format, whole: string, rest: string]>([
    ["iis-w3c", "#Fields: a\nrow 1\nrow 2\n", "row"],
    ["httperr", "row\r\n", ""],
    ["omadm", "", "a line without an end"],
    ["text", "a\n\n", "\0\0\0"],
    ["cmtrace", '<![LOG[a\nb]LOG]!><time="1">\n', "<![LOG[c\nd"],
    ["cmtrace", '<![LOG[a]LOG]!><time="1">\nplain\n', "more"],
    ["cmtrace", "", "<![LOG[a\nb\nc"],
    ["svclog", "<E2ETraceEvent>1</E2ETraceEvent><E2ETraceEvent>2</E2ETraceEvent>", "<E2ETraceEvent>\n3"],
    ["svclog", "<E2ETraceEvent>1</E2ETraceEvent>\r\n \t", "<E2E"],
    ["event-xml", "<Events><Event>1</Event>\n", "<Event>2</Even"],
    ["status-file", "", "<x>whole</x>\n"],
  ])("%s: %j before %j", (format, whole, rest) => {
    expect(cut(format, whole + rest)).toBe(whole);
    expect(cut(format, whole + rest, "utf-16le")).toBe(whole);
    expect(cut(format, whole + rest, "utf-16be")).toBe(whole);
  });
});

test.each<[format: Format, rest: string, what: ReturnType<typeof restOf>]>([
  ["cmtrace", '<![LOG[a\nb]LOG]!><time="1" file="a:1">', "whole"],
  ["cmtrace", '<![LOG[a]LOG]!><time="1" file="a:1', "torn"],
  ["cmtrace", '<![LOG[a "> b">', "torn"],
  ["cmtrace", 'a line about "]LOG]!>" and "x">', "torn"],
  ["cmtrace", '<![LOG[a]LOG]!><time="1"><![LOG[b">', "torn"],
  ["iis-w3c", 'a row with "x">', "torn"],
  ["omadm", "a line\0", "room"],
  ["event-xml", "</Events>\r\n", "whole"],
  ["event-xml", "<Event>3</Eve", "torn"],
])("what is left at the end of a file: %s %j is %s", (format, text, what) => {
  expect(restOf({ format, encoding: "utf-8", offset: 0, bytes: Buffer.from(text) })).toBe(what);
  for (const encoding of ["utf-16le", "utf-16be"] as const)
    expect(restOf({ format, encoding, offset: 0, bytes: utf16Bytes(text, encoding) })).toBe(what);
});

test("a line end of UTF-16 is not seen across two characters", () => {
  // U+0A00 behind U+0061 has the bytes of a line feed at an odd place.
  expect(cut("text", "a\u0a00\u0061", "utf-16le")).toBe("");
  expect(cut("text", "\u000a\u0a00\u0a61", "utf-16be")).toBe("\u000a");
});

test("an event log is cut before the last chunk that has begun, whatever is reserved behind it", () => {
  const chunk = (mark: string): Buffer => {
    const bytes = Buffer.alloc(65_536, mark === "" ? 0 : 1);
    bytes.write(mark, 0, "latin1");
    return bytes;
  };
  const header = Buffer.alloc(4096, 2);
  const parts = [header, chunk("ElfChnk\0"), chunk("ElfChnk\0"), chunk("ElfChnk\0"), chunk("")];
  const bytes = Buffer.concat(parts);
  const at = (count: number): number => 4096 + count * 65_536;
  const piece = { format: "evtx", encoding: "binary" } as const;
  expect(wholeRecords({ ...piece, offset: 0, bytes })).toBe(at(2));
  expect(wholeRecords({ ...piece, offset: 0, bytes: bytes.subarray(0, at(1) + 8) })).toBe(at(1));
  expect(wholeRecords({ ...piece, offset: 0, bytes: bytes.subarray(0, at(1) + 7) })).toBe(0);
  expect(wholeRecords({ ...piece, offset: at(1), bytes: bytes.subarray(at(1)) })).toBe(65_536);
  expect(wholeRecords({ ...piece, offset: at(2), bytes: bytes.subarray(at(2)) })).toBe(0);
});

test.each<[encoding: Encoding, bytes: number[], end: number]>([
  ["utf-16le", [0x61, 0, 0x62], 2],
  ["utf-8", [0x61, 0xc3], 1],
  ["utf-8", [0x61, 0xf0, 0x9f, 0x98], 1],
  ["utf-8", [0x61, 0x62], 2],
  ["utf-8", [0x80, 0x80, 0x80, 0x80, 0x80], 5],
  ["windows-1252", [0x61, 0xc3], 2],
])("a record that is too long is cut between characters: %s %j", (encoding, bytes, end) => {
  expect(anywhere({ format: "text", encoding, offset: 0, bytes: Buffer.from(bytes) })).toBe(end);
});
