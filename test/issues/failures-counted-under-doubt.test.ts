import { expect, it } from "vitest";
import { claimCause } from "../../processors/causes/index.ts";
import { requestsOf } from "../support/feed-book.ts";
import { inFiles, pluginRun, row } from "../support/observed.ts";

it("of two calls that fit two runs equally one was hung up: one request failed, and the row is certain for none", () => {
  const times = { at: 100, returnedAt: 300, notifyAt: 400, notifiedAt: 450 };
  const requests = requestsOf(
    inFiles([
      ...pluginRun("1", times),
      ...pluginRun("2", times),
      row("contact.pki-operation", { endAt: 500, tookMs: 450 }, { facts: { status: 200, win32: 64 } }),
      row("contact.pki-operation", { endAt: 500, tookMs: 450 }),
    ]),
  );
  expect(requests.map(({ outcome }) => outcome).toSorted()).toEqual(["failed", "succeeded"]);
  const failed = requests.find(({ outcome }) => outcome === "failed");
  expect(failed?.evidence.every(({ observation }) => observation.writer === "plugin")).toBe(true);
  expect(failed?.stages[4]).toMatchObject({ status: "failed", grade: null });
  const quiet = { verifiedNear: 0, refusedNear: 0, signals: new Set<string>() };
  expect(failed === undefined ? null : claimCause(failed, quiet)?.cause.id).toBe("deliver.client-gone");
});
