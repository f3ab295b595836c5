import { expect, it } from "vitest";
import type { Observation } from "../../processors/contract/index.ts";
import { inFiles, observed, pluginRun, row } from "../support/observed.ts";
import { feedBook, linesOf } from "../support/feed-book.ts";

/** A call may hang for minutes, and its row comes when it ends: long after the records of its beginning were decided. */
it("a call that hangs for minutes gives the same requests live as from a bundle", () => {
  const quiet: Observation[] = Array.from({ length: 2100 }, (_, index) =>
    observed("crp", "run.note", { at: index * 10, thread: "9" }),
  );
  const early = inFiles([
    ...quiet,
    ...pluginRun("7", { at: 21_000, returnedAt: 21_400 }),
    ...pluginRun("8", { at: 160_000, returnedAt: 160_400 }),
    ...Array.from({ length: 2100 }, (_, index) =>
      observed("crp", "run.note", { at: 165_000 + index * 10, thread: "9", offset: 900_000 + index * 100 }),
    ),
  ]);
  const late = inFiles([row("contact.pki-operation", { endAt: 300_000, tookMs: 280_000 })]);
  const bundle = linesOf(feedBook([{ add: [...early, ...late] }]));
  const sorted = early.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0));
  const last = sorted.at(-1)?.at ?? 0;
  const live = linesOf(
    feedBook([{ add: sorted }, { advance: last }, { advance: last + 100_000 }, { add: late }]),
  );
  expect(live).toEqual(bundle);
});
