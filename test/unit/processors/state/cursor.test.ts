import { expect, test } from "vitest";
import { BadCursor } from "../../../../processors/contract/index.ts";
import { cursorOf, rankOfCursor } from "../../../../processors/state/cursor.ts";
import { firstRank, noStart } from "../../../../processors/state/rank.ts";

test("a cursor names a place, and no cursor the beginning", () => {
  for (const started of [0, noStart, 1.7e12]) {
    const rank = { started, id: "a\u{1F4A5}" };
    expect(rankOfCursor(cursorOf(rank))).toEqual(rank);
  }
  expect(rankOfCursor(null)).toEqual(firstRank);
});

test.each(['[2,1,"a"]', '[1,1.5,"a"]', "[1,1,1]", "[1,1]", '[1, 1,"a"]', '[1,-9e15,"a"]', "{}"])(
  "a cursor of %s is refused",
  (text) => {
    expect(() => rankOfCursor(Buffer.from(text).toString("base64url"))).toThrow(BadCursor);
  },
);
