import { expect, test } from "vitest";
import { pageText, siteLinks, stepsOver } from "../../../../processors/page/index.ts";
import type { PageFrame } from "../../../../processors/page/index.ts";
import type { OutcomeCounts } from "../../../../processors/contract/index.ts";
import { stepInWords } from "../../../../processors/page/overview/time-steps.ts";
import { timeline } from "../../../../processors/page/overview/timeline.ts";

const noon = Date.UTC(2026, 10, 22, 12);
const frame: PageFrame = {
  now: noon,
  silentMs: 60_000,
  deaf: null,
  links: siteLinks,
  alertsAbout: () => [],
};
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

test.each([
  [0, "second", 1],
  [39_000, "second", 40],
  [40_000, "5 seconds", 9],
  [15 * minuteMs, "30 seconds", 31],
  [hourMs, "2 minutes", 31],
  [dayMs, "hour", 25],
  [7 * dayMs, "6 hours", 29],
  [90 * dayMs, "7 days", 14],
  [3650 * dayMs, "94 days", 40],
])("%d ms are shown in steps of %s", (spanMs, words, count) => {
  const steps = stepsOver(noon - spanMs, noon);
  expect([stepInWords(steps.stepMs), steps.count]).toEqual([words, count]);
});

test.each([0, 1, 999, 1000, 61_001, 86_399_999, 123_456_789, 40 * 365 * dayMs])(
  "both ends of %d ms lie in a step, and steps begin where a clock shows it",
  (spanMs) => {
    for (const to of [noon, noon + 1, noon + 59_999, -1]) {
      const { from, stepMs, count } = stepsOver(to - spanMs, to);
      expect(from % stepMs === 0 && from <= to - spanMs && to - spanMs < from + stepMs).toBe(true);
      expect(from + (count - 1) * stepMs <= to && to < from + count * stepMs).toBe(true);
      expect(count).toBeLessThanOrEqual(41);
    }
  },
);

const none: OutcomeCounts = { succeeded: 0, failed: 0, open: 0, unknown: 0 };
const drawn = (counts: readonly OutcomeCounts[]): string =>
  pageText(timeline({ steps: { from: noon, stepMs: minuteMs, count: counts.length }, counts }, frame));

test("a bar is as high as its requests, in parts by outcome, and leads to them", () => {
  const text = drawn([{ ...none, succeeded: 8, failed: 2 }, none, { ...none, open: 4, unknown: 1 }]);
  const rects = [
    ...text.matchAll(/<rect\s+class="(\w+)"\s+x="([^"]+)"\s+y="([^"]+)"[^>]*?height="([^"]+)"/g),
  ];
  expect(rects.map(([, ...parts]) => parts)).toEqual([
    ["bad", "0%", "80%", "20%"],
    ["ok", "0%", "0%", "80%"],
    ["mute", "66.67%", "90%", "10%"],
    ["wait", "66.67%", "50%", "40%"],
  ]);
  const links = [...text.matchAll(/<a href="([^"]+)" tabindex="-1">/g)].map(([, href]) => href);
  expect(links).toEqual(
    [0, 2].map(
      (minute) =>
        `/requests?since=2026-11-22T12%3A0${minute}%3A00.000Z&amp;until=2026-11-22T12%3A0${minute + 1}%3A00.000Z`,
    ),
  );
  expect(text).toContain("2026-11-22 12:00:00 – 12:01:00 UTC: 10 requests, 2 failed");
});

test("the step with most failures is told in words, or that none failed", () => {
  const words = (counts: readonly OutcomeCounts[]): string =>
    drawn(counts)
      .replaceAll(/<svg[^]*<\/svg>|<[^>]+>/g, " ")
      .replaceAll(/\s+/g, " ");
  expect(words([{ ...none, failed: 1 }, { ...none, failed: 3, succeeded: 2 }, none])).toContain(
    "most failed: 3 of 5 from 2026-11-22 12:01:00",
  );
  expect(words([{ ...none, failed: 1 }, none])).toContain("by when they began (UTC), a bar for each minute");
  expect(words([{ ...none, succeeded: 1 }, none])).toContain("none failed");
});

test("of one step, or of no request with a begin, nothing is drawn", () => {
  expect(drawn([{ ...none, failed: 1 }])).toBe("");
  expect(pageText(timeline(null, frame))).toBe("");
});
