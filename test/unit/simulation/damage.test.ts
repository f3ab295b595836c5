import { describe, expect, test } from "vitest";

import { auditSimulation } from "../../simulation/audit.ts";
import { damage, simulate } from "../../simulation/index.ts";
import type { Simulation, Source } from "../../simulation/index.ts";

const whole = simulate("calm-legacy", 4);

function recordsOf(simulation: Simulation, source: Source): number {
  let count = 0;
  for (const records of simulation.truth.records.values())
    count += records.filter((record) => record.source === source).length;
  return count;
}

describe("damage", () => {
  test.each<Source>(["iis", "plugin", "crp", "uploader", "status", "security"])(
    "takes records of %s out of bytes and truth alike",
    (source) => {
      const poorer = damage(whole, { lose: [{ source, share: 0.1 }] }, 1);
      const share = recordsOf(poorer, source) / recordsOf(whole, source);
      expect(share).toBeGreaterThan(0.85);
      expect(share).toBeLessThan(0.95);
      expect(auditSimulation(poorer)).toEqual([]);
    },
  );

  test("shifts one clock and leaves the events as they are", () => {
    const shifted = damage(
      whole,
      { clocks: [{ source: "plugin", offsetMs: 100, stepAt: null, stepMs: 0 }] },
      1,
    );
    expect(shifted.truth.requests).toEqual(whole.truth.requests);
    const changed = shifted.files.filter(
      (file, index) => !file.bytes.equals(whole.files[index]?.bytes ?? Buffer.alloc(0)),
    );
    expect(changed.map((file) => file.path)).toEqual(["ndes01/NDESPolicyModule/Logs/NDESPlugin.log"]);
  });

  test("steps a clock in the middle: what was before stays", () => {
    const path = "ndes01/NDESPolicyModule/Logs/NDESPlugin.log";
    const records = whole.truth.records.get(path) ?? [];
    const middle = records[Math.floor(records.length / 2)];
    const stepped = damage(
      whole,
      { clocks: [{ source: "plugin", offsetMs: 0, stepAt: middle?.at ?? 0, stepMs: 500 }] },
      1,
    );
    const [before, after] = [whole, stepped].map(
      (one) => one.files.find((file) => file.path === path)?.bytes ?? Buffer.alloc(0),
    );
    const border = middle?.offset ?? 0;
    expect(after?.subarray(0, border)).toEqual(before?.subarray(0, border));
    expect(after?.subarray(border)).not.toEqual(before?.subarray(border));
  });

  test("pads with NUL bytes behind the last record", () => {
    const padded = damage(whole, { pad: { sources: ["plugin"], bytes: 512 } }, 1);
    const file = padded.files.find((candidate) => candidate.path.endsWith("NDESPlugin.log"));
    expect(file?.bytes.subarray(-512)).toEqual(Buffer.alloc(512));
  });

  test("tears the end of the files that are named, and no other", () => {
    const torn = damage(whole, { tear: ["crp"] }, 1);
    expect(recordsOf(torn, "crp")).toBe(recordsOf(whole, "crp") - 1);
    expect(recordsOf(torn, "plugin")).toBe(recordsOf(whole, "plugin"));
  });
});
