import { expect, test } from "vitest";
import { createStillness } from "../../../../deploy/fleet/stillness.ts";

const at = (...positions: readonly string[]): readonly { partition: string; position: string }[] =>
  positions.map((position, index) => ({ partition: String(index), position }));

test("while one partition moves on something is kept; when none does for longer than silence may last, it is told since when", () => {
  let now = 0;
  const still = createStillness({ now: () => now }, 120_000);
  still.seen(at("5", "7"));
  now = 100_000;
  still.seen(at("5", "8"));
  now = 220_000;
  still.seen(at("5", "8"));
  expect(still.told()).toBeNull();
  now = 221_000;
  still.seen(at("5", "8"));
  expect(still.told()).toContain("nothing was kept for 121 s");
  still.seen(at("6", "8"));
  expect(still.told()).toBeNull();
});
