import { afterAll, expect, test } from "vitest";

import { writeLoad } from "../../../../deploy/demo/index.ts";
import { storyFolder } from "../../../support/story-folder.ts";

const place = storyFolder();
afterAll(() => place.remove());
const begin = Date.UTC(2026, 10, 28, 9, 40);

test("a load has the rate that was asked for, and the stamps of now", async () => {
  let at = begin;
  const ending = new AbortController();
  const stamps: number[] = [];
  let early = 0;
  await writeLoad({
    folder: place.folder,
    seed: 1,
    hosts: 2,
    linesPerSecond: 400,
    now: () => at,
    wake: async () => {
      at += 100;
      if (at > begin + 30_000) ending.abort();
    },
    signal: ending.signal,
    wrote: (writes) => {
      early += writes.filter((write) => write.at > at).length;
      stamps.push(...writes.map((write) => write.at));
    },
  });
  const steady = stamps.filter((stamp) => stamp > begin + 10_000).length / 20;
  expect(steady).toBeGreaterThan(400 * 0.85);
  expect(steady).toBeLessThan(400 * 1.15);
  expect(early).toBe(0);
  expect(place.files(/load0[12]\/IIS/)).toHaveLength(2);
});
