import { afterAll, expect, test } from "vitest";

import { createStory, writeLive } from "../../../../deploy/demo/index.ts";
import { storyFolder } from "../../../support/story-folder.ts";
import type { StoryFolder } from "../../../support/story-folder.ts";

const begin = Date.UTC(2026, 10, 28, 9, 40);
const minuteMs = 60_000;

const places: StoryFolder[] = [];
afterAll(() => places.forEach((place) => place.remove()));

function told(seed: number, stepMs: number, speed: number): StoryFolder {
  const place = storyFolder();
  places.push(place);
  const story = createStory(
    { ...place, seed, speed, limits: { pluginBytesMax: 20_000, traceBytesMax: 100_000 } },
    begin,
  );
  for (let at = begin; at <= begin + minuteMs; at += stepMs) story.step(at);
  story.close();
  return place;
}

test("the same seed gives the same bytes, however often it is driven; another seed gives others", () => {
  const [slow, fast, other] = [told(3, 10_000, 8), told(3, 2000, 8), told(4, 10_000, 8)];
  expect(slow.digest()).toBe(fast.digest());
  expect(other.digest()).not.toBe(slow.digest());
  expect(slow.has("ndes01/NDESPolicyModule/Logs/NDESPlugin.lo_")).toBe(true);
});

test("a clock that is set back writes nothing twice", () => {
  const place = storyFolder();
  places.push(place);
  const story = createStory({ ...place, seed: 3, speed: 8 }, begin);
  story.step(begin + minuteMs);
  const before = place.digest();
  story.step(begin);
  expect(place.digest()).toBe(before);
});

test("it writes until it is aborted, wakes often, and leaves no folder away", async () => {
  const place = storyFolder();
  places.push(place);
  const ending = new AbortController();
  let at = begin;
  const names: string[] = [];
  await writeLive({
    ...place,
    seed: 1,
    speed: 30,
    now: () => at,
    wake: async (afterMs) => {
      expect(afterMs).toBeLessThanOrEqual(250);
      at += 500;
      if (names.at(-1) === "silent-host") ending.abort();
    },
    signal: ending.signal,
    onPhase: ({ name }) => names.push(name),
  });
  expect(names).toEqual(["healthy", "signing-certificate", "burst", "stuck-in-processing", "silent-host"]);
  expect(place.has("ndes02/IIS")).toBe(true);
});
