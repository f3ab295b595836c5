import { describe, expect, test } from "vitest";
import type { SourceFile } from "../../../../collectors/contract/index.ts";
import { createIntake } from "../../../../processors/intake/index.ts";
import type { Intake, WholePiece } from "../../../../processors/intake/index.ts";
import { shippedSlice } from "../../../support/shipments.ts";

const text = "<Status/>";

function statusFile(folder: string, name: string): SourceFile {
  const path = `ndes01/CertificateRequestStatus/${folder}/${name}`;
  return {
    id: `${folder}-${name}`,
    host: "ndes01",
    path,
    format: "status-file",
    encoding: "utf-8",
    modifiedAt: 5,
  };
}

function intakeOf(whole: ReadonlyMap<string, WholePiece> = new Map(), statusFilesMax = 5000): Intake {
  const options = { hostOf: ({ host }: SourceFile) => host, zoneOf: () => null, filesMax: 3, statusFilesMax };
  return createIntake(options, { whole });
}

const read = (intake: Intake, file: SourceFile): number =>
  intake.take(shippedSlice(file, 0, text, { end: true })).records;

/** What a store holds after all that was saved. */
function kept(...saves: readonly ReturnType<Intake["saveWhole"]>[]): ReadonlyMap<string, WholePiece> {
  const pieces = new Map<string, WholePiece>();
  for (const save of saves)
    for (const [name, piece] of save) {
      if (piece === null) pieces.delete(name);
      else pieces.set(name, structuredClone(piece));
    }
  return pieces;
}

const many = (count: number, folder = "Succeed"): readonly SourceFile[] =>
  Array.from({ length: count }, (_, index) => statusFile(folder, `${index}.CRS`));

describe("a status file that was read to its end", () => {
  test("takes no cursor of a log, and is known by its name alone: shipped again it is dropped, over a restart as well", () => {
    const intake = intakeOf();
    const file = statusFile("Succeed", "a.crs");
    expect([read(intake, file), read(intake, file)]).toEqual([1, 0]);
    expect(intake.save()).toEqual([]);
    const after = intakeOf(kept(intake.saveWhole()));
    expect(read(after, file)).toBe(0);
    expect(after.resumeAt(file.id)).toEqual({ offset: text.length, context: "" });
    expect(after.fileOf(file.id)).toEqual({ ...file, modifiedAt: null });
  });

  test("is none while more of it is to come, and when it goes on after all", () => {
    const intake = intakeOf();
    const file = statusFile("Failed", "a.crs");
    intake.take(shippedSlice(file, 0, text.slice(0, 4)));
    expect([intake.save().length, intake.saveWhole().size]).toEqual([1, 0]);
    expect(intake.take(shippedSlice(file, 4, text.slice(4), { end: true })).records).toBe(1);
    expect([intake.save().length, intake.resumeAt(file.id)?.offset]).toEqual([0, text.length]);
    intake.take(shippedSlice(file, text.length, text, { end: true }));
    expect(intake.resumeAt(file.id)?.offset).toBe(2 * text.length);
  });

  test("is forgotten when it has left Processing for another folder, and only there", () => {
    const intake = intakeOf();
    const [before, after] = [statusFile("Processing", "a.crs"), statusFile("Succeed", "A.CRS")];
    const other = statusFile("Processing", "b.crs");
    for (const file of [before, other, after]) read(intake, file);
    const restored = intakeOf(kept(intake.saveWhole()));
    for (const one of [intake, restored])
      expect([before, after, other].map(({ id }) => one.fileOf(id) !== null)).toEqual([false, true, true]);
    read(restored, statusFile("Failed", "b.crs"));
    expect(restored.fileOf(other.id)).toBeNull();
    expect(intake.forgotten()).toBe(0);
  });
});

test("of a hundred thousand only what has changed is written with a checkpoint", () => {
  const intake = intakeOf(new Map(), 200_000);
  for (const file of many(3000)) read(intake, file);
  const first = intake.saveWhole();
  expect(first.size).toBe(3);
  expect(intake.saveWhole().size).toBe(0);
  read(intake, statusFile("Failed", "one-more.crs"));
  const second = intake.saveWhole();
  expect(second.size).toBe(1);
  const after = intakeOf(kept(first, second), 200_000);
  expect(many(3000).filter((file) => read(after, file) > 0)).toEqual([]);
  expect(after.saveWhole().size).toBe(0);
});

test("of too many those are forgotten that were read first, which is counted, and written down", () => {
  const intake = intakeOf(new Map(), 2000);
  const files = many(4000);
  for (const file of files) read(intake, file);
  const after = intakeOf(kept(intake.saveWhole()), 2000);
  const known = files.map(({ id }) => after.fileOf(id) !== null);
  expect(known.filter((isKnown) => isKnown).length).toBe(4000 - intake.forgotten());
  expect(known.lastIndexOf(false)).toBeLessThan(known.indexOf(true));
  expect(intake.forgotten()).toBeGreaterThanOrEqual(2000);
  expect(known.at(-1)).toBe(true);
});

test("with room for a few only, what was read last is kept", () => {
  const intake = intakeOf(new Map(), 2);
  for (const file of many(5)) read(intake, file);
  expect(intake.fileOf("Succeed-4.CRS")).not.toBeNull();
});
