import { expect, test } from "vitest";

import { createWatermarks } from "../../../../processors/partition/watermarks.ts";
import type { Watermarks } from "../../../../processors/partition/watermarks.ts";
import type { SourceState } from "../../../../collectors/contract/index.ts";
import { shippedSlice, sourceFile, sourceReport } from "../../../support/shipments.ts";

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

test("a source that waits for the end of its last record has passed what is older, and no more", () => {
  const marks = createWatermarks(options);
  report(marks, "a", 1000, { format: "svclog" }, { format: "omadm", waitsFrom: 300 });
  expect(marks.passedBy("a")).toBe(300);
  report(marks, "a", 1005, { format: "svclog" }, { format: "omadm" });
  expect(marks.passedBy("a")).toBe(1000);
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

test("a host whose clock is ahead makes nobody silent, and passes for others so much less", () => {
  const marks = createWatermarks(options);
  const heard = (host: string, readAt: number, arrivedAt: number): void => {
    const made = sourceReport(host, readAt, [{ format: "svclog" }]);
    if (made.type === "sources") marks.report({ ...made, arrivedAt });
  };
  heard("right", 1000, 1001);
  heard("ahead", 3_601_000, 1002);
  expect(marks.passed()).toBe(995);
  heard("ahead", 3_603_000, 3002);
  expect([marks.passed(), marks.passedBy("ahead")]).toEqual([2997, 3_602_995]);
});

test("the slowest host decides, until it has been silent for too long", () => {
  const marks = createWatermarks(options);
  report(marks, "a", 1000, { format: "svclog" });
  report(marks, "b", 1500, { format: "svclog" });
  expect(marks.passed()).toBe(995);
  report(marks, "b", 2001, { format: "svclog" });
  expect(marks.passed()).toBe(1996);
});

test("after a time in which nobody was heard, the first that is heard makes nobody silent", () => {
  const marks = createWatermarks({ ...options, silentMs: 60_000 });
  report(marks, "a", 1000, { format: "svclog" });
  report(marks, "b", 1000, { format: "svclog" });
  report(marks, "a", 36_000_000, { format: "svclog" });
  expect(marks.passed()).toBe(995);
  const restored = createWatermarks({ ...options, silentMs: 60_000 }, marks.save());
  for (let at = 36_005_000; at <= 36_050_000; at += 5000) report(restored, "a", at, { format: "svclog" });
  expect(restored.passed()).toBe(995);
  report(restored, "a", 36_055_000, { format: "svclog" });
  expect(restored.passed()).toBe(36_054_995);
});

test.each([
  ["stays ahead of all others by a day", 0],
  ["is kept in a state that was saved meanwhile", 1],
])("a moment a day ahead, which was heard once and %s, keeps nobody from being silent", (_, restores) => {
  let marks = createWatermarks(options);
  report(marks, "a", 1000, { format: "svclog" });
  report(marks, "b", 86_400_000, { format: "svclog", condition: "missing" });
  report(marks, "b", 1000, { format: "svclog" });
  if (restores > 0) marks = createWatermarks(options, structuredClone(marks.save()));
  for (const at of [1500, 2000]) report(marks, "b", at, { format: "svclog" });
  expect(marks.passed()).toBe(995);
  for (const at of [2500, 3000, 3500]) report(marks, "b", at, { format: "svclog" });
  expect(marks.passed()).toBeGreaterThan(995);
});

test("what comes late a few times among what is new is no new beginning", () => {
  const marks = createWatermarks(options);
  report(marks, "a", 10_000, { format: "svclog" });
  report(marks, "b", 10_000, { format: "svclog" });
  for (const at of [1000, 1100, 10_500, 1200, 1300, 11_000]) report(marks, "b", at, { format: "svclog" });
  expect([marks.passed(), marks.save().listening]).toEqual([9995, { heardAt: 11_000, ms: 1000 }]);
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

test.each([0, 1])(
  "in a new partition nothing has passed for all until it was listened for long enough, also over a restart (%i)",
  (restores) => {
    const gathering = { ...options, gather: { ms: 3000, bytesMax: 1000 } };
    let marks = createWatermarks(gathering);
    for (const at of [1000, 2000, 3000]) report(marks, "a", at, { format: "svclog" });
    if (restores > 0) marks = createWatermarks(gathering, structuredClone(marks.save()));
    expect([marks.passed(), marks.passedBy("a")]).toEqual([Number.NEGATIVE_INFINITY, 2995]);
    report(marks, "b", 3500, { format: "svclog" });
    report(marks, "a", 4000, { format: "svclog" });
    expect(marks.passed()).toBe(3495);
  },
);

test.each([0, 1])("more than it may gather is not waited for (restarts: %i)", (restores) => {
  const gathering = { ...options, gather: { ms: 3000, bytesMax: 5 } };
  let marks = createWatermarks(gathering);
  const ship = (offset: number): void =>
    marks.slice(
      "a",
      shippedSlice(sourceFile("f", "iis-w3c"), offset, "line\n", { floor: 400, readAt: 1000 }),
    );
  ship(0);
  if (restores > 0) marks = createWatermarks(gathering, structuredClone(marks.save()));
  expect(marks.passed()).toBe(Number.NEGATIVE_INFINITY);
  ship(5);
  expect(marks.passed()).toBe(400);
});

test("what an earlier release has kept waits for nobody: it knows its hosts", () => {
  const marks = createWatermarks(options);
  report(marks, "a", 1000, { format: "svclog" });
  const { gatheredBytes: _, ...kept } = marks.save();
  expect(createWatermarks({ ...options, gather: { ms: 3000, bytesMax: 1000 } }, kept).passed()).toBe(995);
});
