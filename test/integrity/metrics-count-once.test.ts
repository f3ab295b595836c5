import { deserialize, serialize } from "node:v8";

import fc from "fast-check";
import { expect, test } from "vitest";

import { createMetrics } from "../../processors/metrics/index.ts";
import type { Metrics, SavedPiece } from "../../processors/metrics/index.ts";
import { simulate } from "../simulation/index.ts";
import type { Line } from "../support/exposition-lines.ts";
import { seriesOf } from "../support/exposition-lines.ts";
import { scrape, scrapeKept } from "../support/metered.ts";
import { observeSimulation } from "../support/observe-simulation.ts";
import { requestsOf } from "../support/feed-book.ts";

/** What happens to a pipeline at the end of a batch. */
type Ending = "kept" | "crashed before" | "crashed after" | "not asked";
const endings: fc.Arbitrary<Ending> = fc.constantFrom("kept", "crashed before", "crashed after", "not asked");

const observations = observeSimulation(simulate("example", 1)).flatMap((file) => file.observations);
const requests = requestsOf(observations);
const stepsCount = 24;

function work(metrics: Metrics, step: number): void {
  const part = <T>(all: readonly T[]): readonly T[] => all.filter((_, index) => index % stepsCount === step);
  metrics.observe(part(observations));
  for (const request of part(requests)) metrics.settle(request, null);
  metrics.source("ndes01", "svclog", { bytes: 100 + step, records: step });
}

test("whenever it crashes, the totals in the end are those of an undisturbed run, and never went back", async () => {
  const undisturbed = createMetrics();
  for (let step = 0; step < stepsCount; step += 1) work(undisturbed, step);
  const expected = totalsOf(await scrapeKept(undisturbed));
  expect(expected.size).toBeGreaterThan(300);
  await fc.assert(
    fc.asyncProperty(fc.array(endings, { minLength: 10, maxLength: 40 }), async (fates) => {
      expect(await runThrough(fates)).toEqual(expected);
    }),
    { numRuns: 8 },
  );
});

/** The store as it stands on disk: pieces by name, and how far the cursor was. */
interface Kept {
  readonly pieces: Map<string, Buffer>;
  step: number;
}

async function runThrough(fates: readonly Ending[]): Promise<ReadonlyMap<string, number>> {
  const kept: Kept = { pieces: new Map(), step: 0 };
  let metrics = createMetrics();
  let shown: ReadonlyMap<string, number> = new Map();
  let step = 0;
  for (const fate of [...fates, ...Array.from({ length: stepsCount }, () => "kept" as const)]) {
    if (step < stepsCount) work(metrics, step++);
    if (fate === "kept" || fate === "crashed after") commit(kept, metrics.save(), step);
    if (fate === "kept") metrics.committed(1);
    if (fate.startsWith("crashed")) {
      metrics = createMetrics(restored(kept));
      step = kept.step;
    }
    const now = totalsOf(await scrape(metrics));
    // A host of which nothing was kept is gone with its zeros.
    for (const [series, value] of shown) expect(now.get(series) ?? 0, series).toBeGreaterThanOrEqual(value);
    shown = now;
  }
  return shown;
}

function commit(kept: Kept, pieces: ReadonlyMap<string, SavedPiece>, step: number): void {
  for (const [name, piece] of pieces) kept.pieces.set(name, serialize(piece));
  kept.step = step;
}

function restored({ pieces }: Kept): ReadonlyMap<string, SavedPiece> {
  return new Map([...pieces].map(([name, bytes]) => [name, deserialize(bytes)]));
}

/** Rounded: the order in which durations are added up shows in their last digits. */
function totalsOf(lines: readonly Line[]): ReadonlyMap<string, number> {
  const totals = lines.filter(({ name }) =>
    /^scep_.+_(?:total|bucket|sum|count)$|^scepscope_(?:read|records)/.test(name),
  );
  return new Map(totals.map((line) => [seriesOf(line), Math.round(line.value * 1e6) / 1e6]));
}
