import { expect, it } from "vitest";
import { placeOf } from "../../../../../processors/sources/kafka/place-of.ts";
import type { Doubt } from "../../../../../processors/sources/kafka/holding.ts";
import type { OffsetResetReason } from "../../../../../processors/sources/kafka/source-options.ts";

const missing = (found: number): Doubt => ({ type: "missing", found });

it.each<
  readonly [
    says: string,
    wanted: {
      readonly next: number;
      readonly end?: number;
      readonly isForeign?: boolean;
      readonly doubt?: Doubt;
    },
    from: number,
    why: OffsetResetReason | null,
  ]
>([
  ["nothing was read yet: the oldest", { next: -1 }, 10, null],
  ["in between: the message before it is looked at again", { next: 15 }, 15, null],
  ["at the oldest: there is nothing before it to look at", { next: 10 }, 10, null],
  ["at the end", { next: 20 }, 20, null],
  ["deleted before it was read", { next: 9 }, 10, "retention"],
  ["what was deleted behind the last message was none", { next: 8, end: 10 }, 8, null],
  ["some of what was deleted may have been one", { next: 7, end: 9 }, 10, "retention"],
  ["behind the end of the topic, markers included", { next: 20, end: 21 }, 10, "topic-anew"],
  ["what came stands behind markers that are known", { next: 15, end: 17, doubt: missing(17) }, 17, null],
  ["behind the end", { next: 21 }, 10, "topic-anew"],
  ["another message stands there", { next: 15, doubt: { type: "changed" } }, 10, "topic-anew"],
  ["of another cluster", { next: 15, isForeign: true }, 10, "other-topic"],
  ["of another form", { next: -1, isForeign: true }, 10, "other-topic"],
  ["what came was older: asked for again", { next: 15, doubt: { type: "earlier" } }, 15, null],
  ["what came was the next one: nothing is missing", { next: 15, doubt: missing(15) }, 15, null],
  ["some numbers are not there", { next: 15, doubt: missing(18) }, 18, "missing"],
  ["the oldest numbers are not there", { next: 10, doubt: missing(13) }, 13, "missing"],
  ["some were deleted meanwhile", { next: 8, doubt: missing(10) }, 10, "retention"],
])("%s", (_, { next, end = next, isForeign = false, doubt = null }, from, why) => {
  const { cursor, reset } = placeOf(
    { next, end, stamp: next > 0 ? "7" : null, isForeign, doubt },
    { low: 10, high: 20 },
  );
  expect(cursor.next).toBe(from);
  expect(reset?.why ?? null).toBe(why);
  expect(cursor.isProven).toBe(cursor.next <= 10 || cursor.stamp === null);
});
