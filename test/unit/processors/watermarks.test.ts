import { expect, test } from "vitest";

import { createWatermarks } from "../../../processors/watermarks.ts";
import type { Watermarks } from "../../../processors/watermarks.ts";
import type { SourceState } from "../../../collectors/contract/index.ts";
import { shippedSlice, sourceFile, sourceReport } from "../../support/shipments.ts";

const options = { heldMs: (format: string) => (format === "iis-w3c" ? 90 : 5), silentMs: 1000 };

function report(marks: Watermarks, host: string, at: number, ...sources: Partial<SourceState>[]): void {
  const made = sourceReport(host, at, sources);
  if (made.type === "sources") marks.report(made);
}

test("a host has passed the moment of the look, less what a writer may hold back", () => {
  const marks = createWatermarks(options);
  report(marks, "a", 1000, { format: "svclog" }, { format: "iis-w3c" });
  expect([marks.passedBy("a"), marks.readAt("a")]).toEqual([910, 1000]);
});

test("while a source is behind, the host has come as far as its slices say", () => {
  const marks = createWatermarks(options);
  marks.slice("a", shippedSlice(sourceFile("f", "iis-w3c"), 0, "", { floor: 400, readAt: 1000 }));
  report(marks, "a", 1000, { condition: "behind" });
  expect(marks.passed()).toBe(400);
});

test("a host without a log has passed nothing, and nobody waits for it", () => {
  const marks = createWatermarks(options);
  report(marks, "a", 1000);
  expect([marks.passed(), marks.passedBy("a")]).toEqual([Number.NEGATIVE_INFINITY, null]);
  report(marks, "b", 1000, { format: "svclog" });
  expect(marks.passed()).toBe(995);
});

test.each([
  ["of this moment is not believed beyond what writers may hold back", 999],
  ["of the far future moves nothing beyond it either", 4_000_000_000_000],
])("a stamp %s", (_, floor) => {
  const marks = createWatermarks(options);
  marks.slice("a", shippedSlice(sourceFile("f", "cmtrace"), 0, "", { floor, readAt: 1000 }));
  expect(marks.passed()).toBe(910);
});

test.each(["missing", "denied", "failing"] as const)("a source that is %s is not waited for", (condition) => {
  const marks = createWatermarks(options);
  report(marks, "a", 1000, { format: "iis-w3c", condition }, { format: "svclog" });
  expect(marks.passedBy("a")).toBe(995);
});

test("the slowest host decides, until it has been silent for too long", () => {
  const marks = createWatermarks(options);
  report(marks, "a", 1000, { format: "svclog" });
  report(marks, "b", 1500, { format: "svclog" });
  expect(marks.passed()).toBe(995);
  report(marks, "b", 2001, { format: "svclog" });
  expect(marks.passed()).toBe(1996);
});

test("it never goes back, not over a restart either", () => {
  const marks = createWatermarks(options);
  report(marks, "a", 1000, { format: "svclog" });
  expect(marks.passed()).toBe(995);
  const restored = createWatermarks(options, marks.save());
  report(restored, "a", 500, { format: "svclog" });
  expect([restored.passed(), restored.passedBy("a")]).toEqual([995, 995]);
});

test("before anybody has said anything nothing has passed", () => {
  expect(createWatermarks(options).passed()).toBe(Number.NEGATIVE_INFINITY);
});
