import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { fieldsBefore } from "../../../../collectors/slices/fields-before.ts";
import { lastFields } from "../../../../collectors/slices/fields-in-force.ts";
import { utf16Bytes } from "../../../../collectors/contract/index.ts";
import type { SourceFile } from "../../../../collectors/contract/index.ts";
import { openReader } from "../../../../processors/records/index.ts";

describe("the header in force", () => {
  test.each<[text: string, line: string | null]>([
    ["#Fields: a b\r\nrow\n#Fields: c \t\nrow\n", "#Fields: c"],
    ["\u00ef\u00bb\u00bf#Fields: a\n", "#Fields: a"],
    ["row\0\0#Fields: a\nrow", "#Fields: a"],
    ["row #Fields: a\n", "#Fields: a"],
    ["#Remark: #Fields: a\n", null],
    ["row #Fields:a\n", null],
    ["#Fields: unfinished", null],
    ["", null],
  ])("%j", (text, line) => {
    expect(lastFields(Buffer.from(text, "latin1"), "utf-8")).toBe(line);
  });

  test("is read from UTF-16 too", () => {
    for (const encoding of ["utf-16le", "utf-16be"] as const) {
      expect(lastFields(utf16Bytes("\ufeff#Fields: a\r\nx\n#Fields: ü\n", encoding), encoding)).toBe(
        "#Fields: ü",
      );
      expect(lastFields(utf16Bytes("x#Fields: a\n", encoding), encoding)).toBeNull();
    }
  });
});

const file: SourceFile = {
  id: "f",
  host: "h",
  path: "u_ex.log",
  format: "iis-w3c",
  encoding: "utf-8",
  modifiedAt: null,
};

test("it is what the reader says that its context is, at every line end", () => {
  const line = fc.constantFrom(
    "#Fields: date time",
    "#Fields: time-taken \u00e4",
    "#Date: 1",
    "row row",
    "",
    "x #Fields: glued",
    "#Remark: #Fields: no",
    "#Fields:",
  );
  fc.assert(
    fc.property(fc.array(line), fc.constantFrom("\n", "\r\n"), (lines, end) => {
      const bytes = Buffer.from(lines.map((each) => each + end).join(""), "latin1");
      const reader = openReader({ file, offset: 0, context: "" });
      reader.read(bytes, { records: [], rejected: [], regions: [] });
      expect(lastFields(bytes, "utf-8") ?? "").toBe(reader.context());
    }),
  );
});

test("it is found backwards from any line end, however far", async () => {
  const text = `#Fields: first\n${"x".repeat(99)}\n`.concat(
    `${"y".repeat(99)}\n`.repeat(7000),
    "#Fields: second\nrow\n",
  );
  const bytes = Buffer.from(text);
  const read = async (position: number, length: number): Promise<Buffer> =>
    bytes.subarray(position, position + length);
  const second = text.indexOf("#Fields: second");
  expect(await fieldsBefore(bytes.length, "utf-8", read)).toBe("#Fields: second");
  expect(await fieldsBefore(second, "utf-8", read)).toBe("#Fields: first");
  expect(await fieldsBefore(0, "utf-8", read)).toBe("");
  for (let at = 15 + 262_144 - 200; at < 15 + 262_144 + 200; at += 1) {
    const moved = Buffer.concat([
      Buffer.alloc(at, "z\n"),
      Buffer.from("\n#Fields: third\n"),
      Buffer.alloc(262_144, "w"),
    ]);
    expect(
      await fieldsBefore(moved.length, "utf-8", async (position, length) =>
        moved.subarray(position, position + length),
      ),
    ).toBe("#Fields: third");
  }
});
