import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { scenarios, simulate, writeBundle } from "../../simulation/index.ts";

describe("a bundle on disk", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "scepscope-bundle-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("has the same files as the one in memory", () => {
    const small = {
      ...scenarios.example,
      hosts: scenarios.example.hosts.map((plan) => ({ ...plan, eventForm: "wevtutil" as const })),
    };
    const whole = join(folder, "whole");
    const size = writeBundle(whole, small, { seed: 1 });
    const { files } = simulate(small, 1);
    expect(size.files).toBe(files.length);
    for (const file of files) expect(readFileSync(join(whole, file.path)).equals(file.bytes)).toBe(true);
  });

  test("grows to the size that is asked for, with few status files", () => {
    const large = join(folder, "large");
    const size = writeBundle(large, "calm-legacy", { seed: 1, bytesMin: 3_000_000, statusFilesMax: 20 });
    expect(size.bytes).toBeGreaterThanOrEqual(3_000_000);
    expect(size.bytes).toBeLessThan(3_100_000);
    const status = readdirSync(join(large, "ndes01/CertificateRequestStatus"), {
      recursive: true,
      withFileTypes: true,
    });
    expect(status.filter((entry) => entry.isFile())).toHaveLength(20);
  });
});
