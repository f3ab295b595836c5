import { expect, it } from "vitest";
import { splitSlice } from "../../../../../collectors/sinks/kafka/split-slice.ts";
import { madeSlice } from "../../../../support/made-shipments.ts";

it("a slice of a web log is cut at a line end, and its second half knows its columns", () => {
  const shipped = madeSlice("ndes01", 5, "#Fields: date");
  const text = "2026-11-28\n#Fields: date time\n2026-11-28 10:00\n2026-11-28 11:00\n";
  const slice = { ...shipped.slice, bytes: Buffer.from(text), end: true };
  const [first, rest] = splitSlice({ ...shipped, slice }, 10) ?? [];
  expect(Buffer.from(first?.slice.bytes ?? []).toString()).toBe("2026-11-28\n#Fields: date time\n");
  expect(first).toMatchObject({ context: "#Fields: date", slice: { offset: 50_000, end: false } });
  expect(rest).toMatchObject({ context: "#Fields: date time", slice: { offset: 50_030, end: true } });
});

it("where there is no border it is cut anywhere, but not into less than it may", () => {
  const shipped = madeSlice("ndes01", 0, "", 100);
  const [first, rest] = splitSlice(shipped, 50) ?? [];
  expect([first?.slice.bytes.length, rest?.slice.bytes.length]).toEqual([50, 50]);
  expect(splitSlice(shipped, 51)).toBeNull();
});
