import { expect, it } from "vitest";
import { inFiles, legacyRequest, observed } from "../support/observed.ts";
import { requestsOf } from "../support/feed-book.ts";

/**
 * NDES writes event 31 on the thread that submitted to the CA. A run that went on to Notify had its certificate: an event
 * of its thread after that belongs to a later run, of which no record is there.
 */
it("a refusal by the CA does not belong to a run that has notified already", () => {
  const requests = requestsOf(
    inFiles([
      ...legacyRequest("1414", 0, "AA11"),
      observed("ndes", "issue.failed", {
        at: 58_000,
        thread: "6512/1414",
        outcome: "failed",
        facts: { eventId: 31, code: "0x80094800" },
      }),
    ]),
  );
  expect(requests.map(({ outcome, stageReached }) => [outcome, stageReached])).toEqual([["succeeded", 6]]);
});
