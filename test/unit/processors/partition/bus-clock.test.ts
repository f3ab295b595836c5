import { expect, test } from "vitest";
import { createBusClock } from "../../../../processors/partition/bus-clock.ts";

const minute = 60_000;
const hour = 3_600_000;

/** What is told after a report for each of these times under way, ms: the true ones, and what a clock adds that is so much ahead. */
function told(aheadMs: number, ...underWayMs: readonly number[]): number | null {
  const clock = createBusClock();
  let last: number | null = null;
  for (const [index, ms] of underWayMs.entries()) {
    const at = 1000 * index;
    const report = { type: "sources", host: "ca01", sources: [] } as const;
    last = clock.report({ ...report, readAt: at + aheadMs, arrivedAt: at + ms })?.skewMs ?? null;
  }
  return last;
}

test.each([
  ["nothing is said of few", told(hour, 5, 5), null],
  ["a clock that is right", told(0, 5, 800, 3), 0],
  ["one that is an hour ahead: Kafka is behind it", told(hour, 5, 20, 9), 5 - hour],
  ["one that is half a minute ahead", told(30_000, 5, 20, 9), 5 - 30_000],
  [
    "one that is ten minutes ahead, of a host whose logs are looked at each four minutes",
    told(10 * minute, 4 * minute, 4 * minute, 4 * minute),
    -6 * minute,
  ],
  ["one that is an hour behind is not told from old looks", told(-hour, 5, 20, 9), 0],
  ["the oldest look is always four minutes old", told(0, 4 * minute, 4 * minute, 4 * minute), 0],
  ["what waited for Kafka for an hour", told(0, hour, 5, 9), 0],
  ["what is always under way for half a minute", told(0, 30_000, 30_000, 30_000), 0],
  ["a clock that was put right", told(0, 5 - hour, 9 - hour, 5, 5, 5), 0],
])("%s", (_, skewMs, wanted) => {
  expect(skewMs).toBe(wanted);
});

test("a bus that tells no time says nothing", () => {
  const clock = createBusClock();
  for (const readAt of [1, 2, 3, 4])
    expect(clock.report({ type: "sources", host: "ca01", readAt, sources: [] })).toBeNull();
});
