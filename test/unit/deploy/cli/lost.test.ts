import { expect, test } from "vitest";
import { createLosses } from "../../../../deploy/cli/lost.ts";
import type { RejectReason } from "../../../../processors/contract/index.ts";

interface Read {
  readonly records: number;
  readonly rejected: readonly RejectReason[];
}

function lostOf(...logs: readonly Read[]): number {
  const losses = createLosses();
  logs.forEach(({ records, rejected }, index) => {
    const path = `${index}.log`;
    for (const reason of rejected) losses.addRejected(reason, path);
    losses.addSource({ file: { path }, records, rejected: rejected.length });
  });
  return losses.count();
}

const times = (count: number, reason: RejectReason): readonly RejectReason[] =>
  Array.from({ length: count }, () => reason);

test("a log of which more was rejected than read is lost, and one that merely has a torn end is not", () => {
  expect(lostOf({ records: 0, rejected: times(50, "record.field-count") })).toBe(1);
  expect(lostOf({ records: 1, rejected: times(3, "record.malformed") })).toBe(1);
  expect(lostOf({ records: 1, rejected: times(1, "record.torn") })).toBe(0);
  expect(lostOf({ records: 900, rejected: times(9, "record.malformed") })).toBe(0);
});

test("a log that holds nothing is none that was lost", () => {
  expect(lostOf({ records: 0, rejected: [] })).toBe(0);
});

test("an event log with a damaged chunk lacks up to all its events of some days, however many were read", () => {
  expect(lostOf({ records: 9000, rejected: ["chunk.damaged"] })).toBe(1);
});

test("each log or archive counts once, and what is no log, or a copy of one, not at all", () => {
  expect(lostOf({ records: 0, rejected: times(3, "chunk.damaged") })).toBe(1);
  const losses = createLosses();
  for (const path of ["a.zip", "a.zip", "b.zip"]) losses.addRejected("archive.damaged", path);
  losses.addRejected("file.unreadable", "a.log");
  losses.addRejected("file.duplicate", "b.log");
  losses.addRejected("file.unknown-format", "readme.md");
  expect(losses.count()).toBe(3);
});
