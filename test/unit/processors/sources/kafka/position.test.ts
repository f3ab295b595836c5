import { expect, it } from "vitest";
import { positionText, readPosition } from "../../../../../processors/sources/kafka/position.ts";

it.each([
  { cluster: "c2NlcA", topic: "scepscope.slices.v1", next: 0, end: 0, stamp: null },
  { cluster: "", topic: "t", next: 9_007_199_254_740, end: 9_007_199_254_740, stamp: "1764000000000" },
  { cluster: "c2NlcA", topic: "t", next: 4, end: 6, stamp: "1764000000000" },
])("a position is read as it was written: %j", (position) => {
  expect(readPosition(positionText(position))).toEqual(position);
});

it.each(["", "1", "2 c t 5 7", "1 c t -5 7", "1 c t 5", "1 c t 5 7 4", "1 c t 5 7 8 9", "bus 4"])(
  "%j is none",
  (text) => {
    expect(readPosition(text)).toBeNull();
  },
);
