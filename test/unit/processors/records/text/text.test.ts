import { expect, it } from "vitest";
import { openReader } from "../../../../../processors/records/index.ts";
import { readInPieces, startOf } from "../../../../support/read-records.ts";

it("each line of plain text is a record, with a moment where it clearly begins with one", () => {
  const text =
    "2026-11-22T10:00:00Z one\r\n\r\n[2026-11-22 10:00:00,250] two\nthree\n11/12/2026 four\n2026-02-30T10:00:00Z five";
  const found = readInPieces(openReader(startOf("text")), Buffer.from(text));
  expect(found.records.map((record) => [record.at, record.clock])).toEqual([
    [Date.UTC(2026, 10, 22, 10), "utc"],
    [Date.UTC(2026, 10, 22, 10, 0, 0, 250), "local"],
    [null, "none"],
    [null, "none"],
    [null, "none"],
  ]);
  expect(found.records.map((record) => record.format === "text" && record.text.slice(-4))).toEqual([
    " one",
    " two",
    "hree",
    "four",
    "five",
  ]);
  expect(found.regions).toEqual([{ offset: 26, length: 2, name: "blank" }]);
});
