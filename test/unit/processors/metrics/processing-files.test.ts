import { expect, test } from "vitest";

import { createMetrics, defaultMetricsOptions } from "../../../../processors/metrics/index.ts";
import { valueOf } from "../../../support/exposition-lines.ts";
import { scrapeKept } from "../../../support/metered.ts";
import { startMs, statusFile } from "../../../support/observed.ts";

test("a file counts until it is seen in another folder, in any case of its name", async () => {
  const metrics = createMetrics();
  metrics.observe([
    statusFile("A.CRS", 1000, "processing"),
    statusFile("B.CRS", 5000, "processing"),
    statusFile("A.CRS", 1000, "processing"),
  ]);
  let lines = await scrapeKept(metrics);
  expect(valueOf(lines, "scep_processing_files")).toBe(2);
  expect(valueOf(lines, "scep_processing_oldest_timestamp_seconds")).toBe((startMs + 1000) / 1000);
  metrics.observe([statusFile("a.crs", 1000, "succeed")]);
  lines = await scrapeKept(metrics);
  expect(valueOf(lines, "scep_processing_files")).toBe(1);
  expect(valueOf(lines, "scep_processing_oldest_timestamp_seconds")).toBe((startMs + 5000) / 1000);
  metrics.observe([statusFile("B.CRS", 5000, "failed")]);
  lines = await scrapeKept(metrics);
  expect(valueOf(lines, "scep_processing_files")).toBe(0);
  expect(valueOf(lines, "scep_processing_oldest_timestamp_seconds")).toBeUndefined();
});

test("more files than can be told apart are said to be missing from the gauge", async () => {
  const metrics = createMetrics(new Map(), { ...defaultMetricsOptions, filesMax: 10 });
  metrics.observe(Array.from({ length: 25 }, (_, index) => statusFile(`${index}.CRS`, index, "processing")));
  const lines = await scrapeKept(metrics);
  expect(valueOf(lines, "scep_processing_files")).toBe(10);
  expect(valueOf(lines, "scep_processing_untracked_total")).toBe(15);
});
