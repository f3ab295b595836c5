import { describe, expect, it } from "vitest";
import type { StageStatus } from "../../../../processors/contract/index.ts";
import { addUp } from "../../../../processors/state/add-up.ts";
import type { FacetCount } from "../../../../processors/state/add-up.ts";

function counted(requests: number, statuses: readonly StageStatus[]): FacetCount {
  const facet = { host: "ndes01", outcome: "failed", stage: 5, cause: null, platform: "windows" } as const;
  return {
    facet: { ...facet, isFinal: true, statuses },
    requests,
    grades: { key: 0, exact: 0, probable: 0 },
  };
}

describe("the sum of the stages", () => {
  it("counts each failed request in one stage, though its device says of the refusal, too", () => {
    const { stages, outcomes } = addUp([
      counted(3, ["implied", "done", "failed", "unknown", "failed", "unknown"]),
      counted(2, ["implied", "done", "unknown", "unknown", "failed", "unknown"]),
    ]);
    expect(stages.map(({ failed }) => failed)).toEqual([0, 0, 3, 0, 2, 0]);
    expect(outcomes.failed).toBe(5);
    for (const { done, failed, pending, implied, unknown } of stages)
      expect(done + failed + pending + implied + unknown).toBe(5);
  });
});
