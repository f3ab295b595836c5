import { describe, expect, test } from "vitest";

import { drawMs, latencies, logDensity } from "../../simulation/index.ts";
import { createRandom } from "../../simulation/random.ts";

describe("a latency", () => {
  test.each(Object.entries(latencies))(
    "%s has its median and never undercuts its floor",
    (_name, latency) => {
      const random = createRandom(9);
      const draws = Array.from({ length: 4001 }, () => drawMs(latency, random)).toSorted((a, b) => a - b);
      expect(draws[0]).toBeGreaterThan(latency.floorMs);
      const median = latency.floorMs + latency.medianMs;
      expect(Math.abs((draws[2000] ?? 0) - median) / median).toBeLessThan(0.1);
    },
  );

  test("has a density that sums to one", () => {
    const stepMs = 0.25;
    let sum = 0;
    for (let ms = stepMs / 2; ms < 4000; ms += stepMs)
      sum += Math.exp(logDensity(latencies.issue, ms)) * stepMs;
    expect(sum).toBeCloseTo(1, 2);
  });

  test("has no density below its floor", () => {
    expect(logDensity(latencies.issue, latencies.issue.floorMs)).toBe(Number.NEGATIVE_INFINITY);
  });
});
