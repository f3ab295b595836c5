import { expect, test } from "vitest";
import { mayAnswer } from "../../../../../processors/requests/layers/unended-calls.ts";
import { spanOf } from "../../../../../processors/requests/layers/span.ts";

const begun = mayAnswer([10_000]);

test.each([
  ["begins with the call", spanOf(10_003, 10_250), true],
  ["begins a tick before it: the clocks are coarse", spanOf(9984, 10_250), true],
  ["begins before it", spanOf(9900, 10_250), false],
  ["begins when the call would have had its turn", spanOf(11_500, 11_600), false],
  ["ended somewhere in a second", { endFrom: 10_000, endTo: 11_000, lengthMs: 247 }, true],
  ["ended somewhere in the second before", { endFrom: 9000, endTo: 10_000, lengthMs: 247 }, false],
])("a call without an end: what %s may be its answer: %#", (_, span, may) => {
  expect(begun(span)).toBe(may);
});

test("where each call has its end nothing is in doubt", () => {
  expect(mayAnswer([])(spanOf(0, 1))).toBe(false);
});
