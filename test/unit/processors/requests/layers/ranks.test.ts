import fc from "fast-check";
import { expect, it } from "vitest";
import { ranksOf } from "../../../../../processors/requests/layers/ranks.ts";

it("ranks are the indices in order of their keys, and equal keys keep their order", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ noNaN: true }))), (keys) => {
      const wanted = [...keys.keys()].sort((a, b) => {
        const [one = 0, other = 0] = [keys[a], keys[b]];
        return one < other ? -1 : one > other ? 1 : a - b;
      });
      expect([...ranksOf(Float64Array.from(keys))]).toEqual(wanted);
    }),
  );
});
