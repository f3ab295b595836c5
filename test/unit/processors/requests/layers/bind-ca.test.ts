import { describe, expect, it } from "vitest";
import type { Observation, Request } from "../../../../../processors/contract/index.ts";
import { requestsOf } from "../../../../support/feed-book.ts";
import { caIssued, inFiles, observed, pluginRun } from "../../../../support/observed.ts";

/** A run that left verification at 301 and began to notify at 500. */
const run = (thread: string, at = 0): Observation[] =>
  pluginRun(thread, { at, returnedAt: at + 300, notifyAt: at + 500, notifiedAt: at + 560 });

function gradesOf(requests: readonly Request[]): (string | null)[] {
  return requests.map(({ stages }) => stages[3]?.grade ?? null);
}

describe("a CA request on the NDES host", () => {
  it.each([
    { name: "while one run waited for the CA", events: caIssued(7, 350), grades: ["exact"] },
    { name: "before verification was left", events: caIssued(7, 150), grades: [null] },
    { name: "after Notify had begun", events: caIssued(7, 700), grades: [null] },
    { name: "of which one event is lost", events: caIssued(7, 350).slice(1), grades: ["probable"] },
  ])("$name: $grades", ({ events, grades }) => {
    expect(gradesOf(requestsOf(inFiles([...run("1"), ...events])))).toEqual(grades);
  });

  it("while two runs waited alike is bound to none, and a candidate of both", () => {
    const requests = requestsOf(
      inFiles([...run("1"), ...run("2"), ...caIssued(7, 350), ...caIssued(8, 350)]),
    );
    expect(gradesOf(requests)).toEqual([null, null]);
    expect(requests.map(({ candidates }) => candidates.length)).toEqual([2, 2]);
  });

  it("that waits for approval does not belong to a run that the CA refused", () => {
    const waits = pluginRun("1", { at: 0, returnedAt: 300 });
    const refusal = observed("ndes", "issue.failed", { at: 600, thread: "9/1", outcome: "failed" });
    const [received, decided] = caIssued(7, 350);
    if (received === undefined || decided === undefined) throw new Error("unreachable");
    const pending: Observation = { ...decided, kind: "issue.pending", outcome: "pending" };
    const requests = requestsOf(inFiles([...waits, refusal, received, pending]));
    expect(requests[0]?.keys.has("caRequestId")).toBe(false);
  });

  it("that was issued does not belong to a run that the CA refused", () => {
    const waits = pluginRun("1", { at: 0, returnedAt: 300 });
    const refusal = observed("ndes", "issue.failed", { at: 600, thread: "9/1", outcome: "failed" });
    const requests = requestsOf(inFiles([...waits, refusal, ...caIssued(7, 350)]));
    expect(requests[0]?.keys.has("caRequestId")).toBe(false);
  });

  it("makes no request by itself", () => {
    expect(requestsOf(inFiles(caIssued(7, 350)))).toEqual([]);
  });
});

describe("a CA on another host", () => {
  const serial = { serialNumber: "61000010050503a4" };
  const report = observed("connector", "report.completed", {
    at: 90_000,
    outcome: "ok",
    keys: { transactionId: "T1", ...serial },
  });
  const call = observed("iis", "contact.pki-operation", { durationMs: 500, keys: { transactionId: "T1" } });

  it("joins by its identifiers, whatever its clock says", () => {
    const events = caIssued(7, -240_000, { host: "ca01", keys: serial });
    const requests = requestsOf(inFiles([call, report, ...events]));
    expect(gradesOf(requests)).toEqual(["key"]);
  });
});
