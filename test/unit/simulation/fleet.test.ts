import { describe, expect, test } from "vitest";

import { createFleet, createLayout, scenarios, simulate } from "../../simulation/index.ts";

describe("a fleet as a sequence of records", () => {
  test("comes in order of time over all hosts, whoever asks and however slowly", () => {
    let last = Number.NEGATIVE_INFINITY;
    let count = 0;
    for (const write of createFleet(scenarios["ca-elsewhere"], 1).writes) {
      expect(write.at).toBeGreaterThanOrEqual(last);
      last = write.at;
      count += 1;
    }
    expect(count).toBeGreaterThan(1000);
  });

  test("appended file by file gives the bundle", () => {
    const scenario = scenarios.night;
    const layout = createLayout(scenario);
    const files = new Map<string, string>();
    for (const write of createFleet(scenario, 1).writes) {
      const { path, before, text, after } = layout(write);
      if (write.status === undefined) files.set(path, (files.get(path) ?? "") + before + text + after);
    }
    const bundle = simulate(scenario, 1).files.filter((file) => files.has(file.path));
    expect(bundle).toHaveLength(files.size);
    for (const file of bundle) expect(file.bytes.toString()).toBe(files.get(file.path));
  });
});
