import { expect, it } from "vitest";
import { createSummaryTally } from "../../../../../deploy/cli/analyze/summary-tally.ts";
import { createMemoryStore } from "../../../../../processors/state/index.ts";
import { fillStore } from "../../../../support/filled-store.ts";
import { simulatedStore } from "../../../../support/simulated-store.ts";

it("a report adds up what a store adds up", async () => {
  const { requests } = await simulatedStore("example", 7);
  const tally = createSummaryTally();
  for (const { view } of requests) tally.add(view, view.cause?.id ?? null);
  const filled = await fillStore(createMemoryStore());
  await filled.put(...requests);
  const { causes, ...rest } = await filled.store.lookup.summary({});
  const own = tally.summary();
  expect(own).toMatchObject(rest);
  expect(own.causes.toSorted(byName)).toEqual([...causes].sort(byName));
});

it("counts a failed request in one stage, though its device says of the refusal, too", () => {
  const tally = createSummaryTally();
  const statuses = ["implied", "done", "failed", "unknown", "failed", "unknown"] as const;
  const stages = statuses.map((status, index) => ({ stage: index + 1, status }));
  tally.add({ host: "ndes01", outcome: "failed", stages, evidence: [] }, null);
  expect(tally.summary().stages.map(({ failed }) => failed)).toEqual([0, 0, 1, 0, 0, 0]);
});

function byName(a: { readonly cause: string; readonly host: string }, b: typeof a): number {
  return `${a.cause} ${a.host}` < `${b.cause} ${b.host}` ? -1 : 1;
}
