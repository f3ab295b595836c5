import { describe, expect, test } from "vitest";

import type { SourceFile } from "../../../../collectors/contract/index.ts";
import { createIntake } from "../../../../processors/intake/index.ts";
import type { Intake, SavedFile } from "../../../../processors/intake/index.ts";
import { shippedSlice, sourceFile } from "../../../support/shipments.ts";

const header = "#Fields: date time cs-method cs-uri-stem cs-uri-query c-ip sc-status time-taken\r\n";
const row = (second: number): string =>
  `2026-11-22 10:00:${String(second).padStart(2, "0")} GET /certsrv/mscep/mscep.dll operation=GetCACaps 10.0.0.${second} 200 5\r\n`;
const log = header + [1, 2, 3, 4, 5].map((second) => row(second)).join("");
const file = sourceFile("u_ex261122.log", "iis-w3c");

function intakeOf(cursors: readonly SavedFile[] = [], filesMax = 10): Intake {
  const options = {
    hostOf: ({ host }: SourceFile) => host,
    zoneOf: () => null,
    filesMax,
    statusFilesMax: 10,
  };
  return createIntake(options, { cursors });
}

function addressesOf(intake: Intake, parts: readonly (readonly [from: number, to: number])[]): string[] {
  return parts.flatMap(([from, to]) =>
    intake
      .take(shippedSlice(file, from, log.slice(from, to)))
      .observations.map(({ keys }) => keys.find(({ type }) => type === "clientIp")?.value ?? ""),
  );
}

const all = ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5"];
const cuts = Array.from({ length: 24 }, (_, index) => Math.floor((log.length * (index + 1)) / 25));

describe("each byte has its effect once", () => {
  test("a log that is shipped twice is read once, and the second time is counted", () => {
    const intake = intakeOf();
    expect(addressesOf(intake, [[0, log.length]])).toEqual(all);
    const again = intake.take(shippedSlice(file, 0, log));
    expect([again.observations, again.duplicateBytes]).toEqual([[], log.length]);
  });

  test.each(cuts)("a slice that overlaps what was seen is trimmed, cut at byte %i", (cut) => {
    const from = Math.max(0, cut - 30);
    expect(
      addressesOf(intakeOf(), [
        [0, cut],
        [from, log.length],
      ]),
    ).toEqual(all);
  });

  test.each(cuts)("after a crash at byte %i the rest follows from where nothing was decided", (cut) => {
    const before = intakeOf();
    const first = addressesOf(before, [[0, cut]]);
    const saved = before.save();
    const after = intakeOf(saved);
    const from = after.resumeAt(file.id)?.offset ?? -1;
    expect(from).toBeLessThanOrEqual(cut);
    expect([...first, ...addressesOf(after, [[from, log.length]])]).toEqual(all);
  });

  test.each(cuts)("its bytes count once, those of a record that was cut off at byte %i included", (cut) => {
    const before = intakeOf();
    const first = before.take(shippedSlice(file, 0, log.slice(0, cut))).bytes;
    const after = intakeOf(before.save());
    const from = after.resumeAt(file.id)?.offset ?? -1;
    expect(first).toBe(from);
    expect(after.take(shippedSlice(file, from, log.slice(from), { end: true })).bytes).toBe(
      log.length - from,
    );
  });

  test.each(cuts)("a bus that remembers goes on behind byte %i: what was held back there is kept", (cut) => {
    const before = intakeOf();
    const first = addressesOf(before, [[0, cut]]);
    const after = intakeOf(before.save());
    const rest = after.take(shippedSlice(file, cut, log.slice(cut), { end: true }));
    const addresses = rest.observations.map(
      ({ keys }) => keys.find(({ type }) => type === "clientIp")?.value ?? "",
    );
    expect([...first, ...addresses]).toEqual(all);
    expect([rest.gapBytes, rest.duplicateBytes, rest.rejected]).toEqual([0, 0, []]);
    expect(rest.bytes).toBe(log.length - (before.resumeAt(file.id)?.offset ?? -1));
  });

  test("so it does byte by byte, with a crash after each", () => {
    let intake = intakeOf();
    const bytes: number[] = [];
    const addresses = Array.from(log).flatMap((byte, offset) => {
      const taken = intake.take(shippedSlice(file, offset, byte));
      bytes.push(taken.bytes + taken.gapBytes + taken.duplicateBytes);
      intake = intakeOf(structuredClone(intake.save()));
      return taken.observations.map(({ keys }) => keys.find(({ type }) => type === "clientIp")?.value ?? "");
    });
    expect(addresses).toEqual(all);
    expect(bytes.reduce((sum, count) => sum + count, 0)).toBe(log.length);
  });

  test("what lies between two slices is a gap, and the context of the next slice is used behind it", () => {
    const intake = intakeOf();
    const from = header.length + row(1).length * 2;
    intake.take(shippedSlice(file, 0, log.slice(0, header.length + 10)));
    const behind = intake.take(shippedSlice(file, from, log.slice(from), { context: header.trimEnd() }));
    expect(behind.gapBytes).toBe(from - header.length - 10);
    expect(behind.records).toBe(3);
    expect(behind.rejected.map(({ reason }) => reason)).toEqual(["record.torn"]);
  });

  test("a file that goes on after its end is read on", () => {
    const intake = intakeOf();
    const half = header.length + row(1).length;
    intake.take(shippedSlice(file, 0, log.slice(0, half), { end: true }));
    expect(intake.take(shippedSlice(file, half, log.slice(half))).records).toBe(4);
  });
});

test("of too many files the one that was quiet longest is forgotten, which is counted", () => {
  const intake = intakeOf([], 2);
  for (const id of ["a.log", "b.log", "c.log"]) intake.take(shippedSlice(sourceFile(id, "iis-w3c"), 0, log));
  expect([intake.forgotten(), intake.resumeAt("a.log"), intake.resumeAt("c.log")?.offset]).toEqual([
    1,
    null,
    log.length,
  ]);
});
