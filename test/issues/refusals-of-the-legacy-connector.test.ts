import { describe, expect, it } from "vitest";
import type { Observation, Request } from "../../processors/contract/index.ts";
import { requestsOf } from "../support/feed-book.ts";
import { crpVerify, inFiles, legacyRequest, observed, pluginRun, row } from "../support/observed.ts";

/** Event 20501 of the legacy connector: the registration point refused, and why. */
function refusal(at: number, code = "0x00000411"): Observation {
  return observed("legacy-connector", "verify.failed", {
    at,
    thread: "4711/12",
    outcome: "failed",
    facts: { eventId: 20501, code, reason: "challenge-expired" },
  });
}

function refusedRequest(thread: string, at: number): Observation[] {
  return [
    ...pluginRun(thread, { at: at + 10, returnedAt: at + 330, verdict: false }),
    ...crpVerify(`c${thread}`, at + 20, at + 320, false),
    row("contact.pki-operation", { endAt: at + 590, tookMs: 590 }),
  ];
}

function shown(requests: readonly Request[]): string[] {
  return requests.map(({ outcome, failedStage, evidence, candidates }) => {
    const own = evidence.find(({ observation }) => observation.writer === "legacy-connector");
    const count = candidates.filter(({ observation }) => observation.writer === "legacy-connector").length;
    return `${outcome} at ${failedStage}: ${own?.grade ?? `${count} candidates`}`;
  });
}

describe("what the legacy connector says of a refusal", () => {
  it("belongs to the only refused verification at that time, beside one that passed", () => {
    const requests = requestsOf(
      inFiles([...legacyRequest("1", 0, "AA11"), ...refusedRequest("2", 200), refusal(530)]),
    );
    expect(shown(requests)).toEqual(["succeeded at null: 0 candidates", "failed at 3: probable"]);
  });

  it("belongs to none of two, but is a candidate of both", () => {
    const requests = requestsOf(
      inFiles([...refusedRequest("1", 0), ...refusedRequest("2", 200), refusal(340), refusal(530)]),
    );
    expect(shown(requests)).toEqual(["failed at 3: 2 candidates", "failed at 3: 2 candidates"]);
  });

  it("is no word on a run that names another reason itself", () => {
    const mismatch = observed("crp", "verify.failed", {
      at: 300,
      thread: "c1",
      outcome: "failed",
      facts: { reason: "subject-mismatch" },
    });
    const run = refusedRequest("1", 0);
    const at = run.findIndex((one) => one.writer === "crp" && one.kind === "verify.finished");
    expect(shown(requestsOf(inFiles([...run.toSpliced(at, 0, mismatch), refusal(530)])))).toEqual([
      "failed at 3: 0 candidates",
    ]);
  });

  it("belongs to nothing where all that is there has passed", () => {
    expect(shown(requestsOf(inFiles([...legacyRequest("1", 0, "AA11"), refusal(300)])))).toEqual([
      "succeeded at null: 0 candidates",
    ]);
  });

  it("tells of a failed request by itself where no other log of the server is there", () => {
    expect(shown(requestsOf(inFiles([refusal(0), refusal(60_000)])))).toEqual([
      "failed at 3: exact",
      "failed at 3: exact",
    ]);
  });

  it("is one request with the event of NDES", () => {
    const event = observed("ndes", "verify.refused", { at: 40, outcome: "failed", facts: { eventId: 29 } });
    expect(shown(requestsOf(inFiles([refusal(0), event])))).toEqual(["failed at 3: probable"]);
  });
});
