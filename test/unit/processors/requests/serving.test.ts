import { describe, expect, it } from "vitest";
import type { Observation } from "../../../../processors/contract/index.ts";
import { beginWith, createBook, defaultLimits } from "../../../../processors/requests/index.ts";
import { feedBook } from "../../../support/feed-book.ts";
import { inFiles, observed, row, startMs } from "../../../support/observed.ts";
import type { Given } from "../../../support/observed.ts";

const say = (kind: Observation["kind"], at: number, more: Given = {}): Observation =>
  observed("connector", kind, { at, outcome: "ok", thread: "7", ...more });
const run: readonly Observation[] = [
  say("verify.received", 0, { outcome: "none" }),
  say("verify.finished", 200),
  say("issue.issued", 600),
];
/** Another thread reports, a minute later, and writes no identifier. */
const report = say("report.completed", 60_000, { thread: "9" });
const failedReport = say("report.failed", 60_000, { thread: "9", outcome: "failed" });
const call = row("contact.pki-operation", { endAt: 900, tookMs: 900 });

const outcomes = (observations: readonly Observation[]): string[] =>
  feedBook([{ add: inFiles(observations) }]).requests.map(({ outcome }) => outcome);

describe("a report without an identifier", () => {
  it("is no second request where the host's connector shows one that it may belong to", () => {
    const { requests, unbound } = feedBook([{ add: inFiles([...run, report]) }]);
    expect([requests.length, unbound.records]).toEqual([1, 1]);
  });

  it("nor where IIS does", () => {
    expect(outcomes([call, report])).toEqual(["unknown"]);
  });

  it("nor when only what is older has been read, or the book was begun with what another knows", () => {
    const [first, second] = [createBook(), createBook()];
    first.add(inFiles(run));
    expect(first.advance(startMs + 9_000_000)).toHaveLength(1);
    first.add([{ ...report, at: startMs + 10_000_000, offset: 900 }]);
    expect(first.end()).toEqual([]);
    second.add(inFiles(run));
    const third = createBook(defaultLimits, beginWith(second.experience()));
    third.add(inFiles([report]));
    expect(third.end()).toEqual([]);
  });

  it("is a request where nothing else tells of any before it", () => {
    const later = run.map((one) => ({ ...one, at: (one.at ?? 0) + 3_600_000 }));
    expect(outcomes([report])).toEqual(["succeeded"]);
    expect(outcomes([report, ...later])).toEqual(["succeeded", "succeeded"]);
    expect(outcomes([...run.map((one) => ({ ...one, host: "ndes02" })), report])).toHaveLength(2);
  });

  it("is told when it failed: nothing else may say so", () => {
    expect(outcomes([...run, failedReport]).toSorted()).toEqual(["failed", "succeeded"]);
  });

  it("is a request when it names one that is not there", () => {
    const named = { ...report, keys: [{ type: "transactionId" as const, value: "A1" }] };
    expect(outcomes([...run, named])).toHaveLength(2);
  });
});
