import fc from "fast-check";
import { expect, test } from "vitest";
import type { Observation } from "../../processors/contract/index.ts";
import { createIntake } from "../../processors/intake/index.ts";
import type { Intake } from "../../processors/intake/index.ts";
import { givenZone } from "../../processors/observations/index.ts";
import { shippedSlice, sourceFile } from "../support/shipments.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

const places = [
  { zone: "Europe/Berlin", changedAt: Date.parse("2026-10-25T01:00:00Z"), east: [2, 1] },
  { zone: "America/New_York", changedAt: Date.parse("2026-11-01T06:00:00Z"), east: [-4, -5] },
  { zone: "Europe/Berlin", changedAt: Date.parse("2026-03-29T01:00:00Z"), east: [1, 2] },
] as const;

/** What the plug-in writes at a true moment, whose text is that moment. */
function lineAt(at: number, { changedAt, east }: (typeof places)[number]): string {
  const stamp = new Date(at + east[at < changedAt ? 0 : 1] * hour).toISOString();
  const [year, month, day] = stamp.slice(0, 10).split("-");
  return `<![LOG[ndesplugin ${at}]LOG]!><time="${stamp.slice(11, 23)}" date="${month}-${day}-${year}" component="NDESPlugin" context="" type="1" thread="7" file="a.cpp:1">\n`;
}

const trueMoment = ({ facts }: Observation): number => Number(/\d+/.exec(facts.text ?? "")?.[0]);

/** Lines at these minutes from the change of the clock, read in so many portions, so long after the last line of each, by an intake that is restored between them. */
const arbitrary = fc.record({
  place: fc.constantFrom(...places),
  minutes: fc.uniqueArray(fc.integer({ min: -150, max: 150 }), { minLength: 1, maxLength: 20 }),
  cuts: fc.array(fc.nat({ max: 20 }), { maxLength: 4 }),
  lateMs: fc.constantFrom(0, 2 * second, 50 * minute, 61 * minute, 400 * 24 * hour),
});

test("of a log that is read in any portions, however late, a time that is called certain is the right one", () => {
  fc.assert(
    fc.property(arbitrary, ({ place, minutes, cuts, lateMs }) => {
      const moments = minutes.toSorted((a, b) => a - b).map((at) => place.changedAt + at * minute);
      const said = read(moments, cuts, { place, lateMs });
      expect(said).toHaveLength(moments.length);
      const wrong = said.filter((one) => one.trust === "zone-given" && one.at !== trueMoment(one));
      expect(wrong).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test("of a log that is followed line by line each time is the right one, certain or not", () => {
  fc.assert(
    fc.property(arbitrary, ({ place, minutes, cuts }) => {
      const before = place.changedAt - hour;
      const moments = [...minutes.map((at) => place.changedAt + at * minute), before, before + 59 * minute];
      const each = moments.map((_, index) => index);
      const said = read(
        [...new Set(moments)].toSorted((a, b) => a - b),
        [...cuts, ...each],
        {
          place,
          lateMs: 2 * second,
        },
      );
      expect(said.filter((one) => one.at !== trueMoment(one))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test("of parts of a log that were put together in any order a time that is called certain is the right one, where each part leaves the hour", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...places),
      fc.array(fc.integer({ min: -59, max: 59 }), { maxLength: 6 }),
      (place, inside) => {
        const sorted = [...new Set([-150, ...inside, 150])].toSorted((a, b) => a - b);
        const moments = sorted.map((at) => place.changedAt + at * minute);
        const said = read([...moments, ...moments], [moments.length], { place, lateMs: 400 * 24 * hour });
        const wrong = said.filter((one) => one.trust === "zone-given" && one.at !== trueMoment(one));
        expect(wrong).toEqual([]);
      },
    ),
    { numRuns: 200 },
  );
});

interface Reading {
  readonly place: (typeof places)[number];
  readonly lateMs: number;
}

function read(
  moments: readonly number[],
  cuts: readonly number[],
  { place, lateMs }: Reading,
): readonly Observation[] {
  const file = sourceFile("NDESPlugin.log", "cmtrace");
  const options = {
    hostOf: (): string => "ndes01",
    zoneOf: (_: unknown, at: number) => givenZone(place.zone, at),
    filesMax: 9,
    statusFilesMax: 9,
  };
  const said: Observation[] = [];
  let intake: Intake = createIntake(options);
  let offset = 0;
  const ends = [...new Set([...cuts.filter((cut) => cut > 0 && cut < moments.length), moments.length])];
  let from = 0;
  for (const end of ends.toSorted((a, b) => a - b)) {
    const portion = moments.slice(from, end);
    const text = portion.map((at) => lineAt(at, place)).join("");
    const readAt = (portion.at(-1) ?? 0) + lateMs;
    said.push(...intake.take(shippedSlice(file, offset, text, { readAt })).observations);
    intake = createIntake(options, { cursors: structuredClone(intake.save()) });
    offset += text.length;
    from = end;
  }
  return said;
}
