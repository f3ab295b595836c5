import { describe, expect, it } from "vitest";
import { sniff } from "../../collectors/index.ts";
import { openReader } from "../../processors/records/index.ts";
import { damage, type ScenarioName, type SimulatedFile, simulate } from "../simulation/index.ts";
import { flawOf, readInPieces } from "../support/read-records.ts";

/**
 * The simulator writes its files from the formats' documents and shares no code with the readers: what it wrote must be
 * what they find, record by record.
 */
const scenarios: readonly ScenarioName[] = [
  "example",
  "failures",
  "device-logs",
  "header-rewrites",
  "torn-ends",
];

describe.each(scenarios)("files of the simulated fleet: %s", (name) => {
  it("hold a record exactly where the simulator wrote one", () => {
    const { files, truth } = simulate(name, 11);
    for (const file of files) {
      const found = readSimulated(file);
      const written = truth.records.get(file.path) ?? [];
      expect(found.records.map(({ offset }) => offset)).toEqual(written.map(({ offset }) => offset));
      expect(found.rejected.filter(({ reason }) => reason !== "record.torn")).toEqual([]);
    }
  });

  it("that end within a record and in NULs lose nothing in front of that record", () => {
    const whole = simulate(name, 12);
    const sources = ["iis", "plugin", "crp", "uploader"] as const;
    const { files, truth } = damage(whole, { tear: sources, pad: { sources, bytes: 3_000 } }, 5);
    for (const file of files) {
      const offsets = new Set(readSimulated(file).records.map(({ offset }) => offset));
      const missing = (truth.records.get(file.path) ?? []).filter(({ offset }) => !offsets.has(offset));
      expect(missing).toEqual([]);
    }
  });
});

function readSimulated({ path, bytes, modifiedAt }: SimulatedFile) {
  const sniffed = sniff(bytes.subarray(0, 65_536), path);
  if (sniffed === null) throw new Error(`${path}: of no known format`);
  const file = { id: path, host: "", path, format: sniffed.format, encoding: sniffed.encoding, modifiedAt };
  const cuts = Array.from({ length: Math.floor(bytes.length / 50_021) }, (_, index) => (index + 1) * 50_021);
  const found = readInPieces(openReader({ file, offset: 0, context: "" }), bytes, cuts);
  expect(flawOf(found, bytes.length)).toBeNull();
  return found;
}
