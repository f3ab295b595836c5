import { expect, test } from "vitest";
import { ownCopies } from "../../../../../collectors/sinks/kafka/own-copies.ts";
import { shippedSlice, sourceFile, sourceReport } from "../../../../support/shipments.ts";

const file = sourceFile("u_ex261122.log", "iis-w3c");
const lengths = [5, 65_535, 65_536, 300_000];
const slices = lengths.map((length) => shippedSlice(file, length, "x".repeat(length)));
const report = sourceReport("ndes01", 1, []);

test("copies hold what was there, whatever becomes of the memory it was read to", () => {
  const read = lengths.map((length) => shippedSlice(file, length, "x".repeat(length)));
  const { shipments } = ownCopies([...read, report]);
  for (const { slice } of read) slice.bytes.fill(0);
  expect(shipments).toEqual([...slices, report]);
});

test("large ones are gone when they are given back, once and again; small ones, pieces of what others share, stay", () => {
  const own = ownCopies([...slices, report]);
  own.giveBack();
  own.giveBack();
  const left = own.shipments.map((shipment) =>
    shipment.type === "slice" ? shipment.slice.bytes.length : null,
  );
  expect(left).toEqual([5, 65_535, 0, 0, null]);
});
