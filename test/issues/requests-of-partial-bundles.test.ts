import { expect, it } from "vitest";
import { claimCause } from "../../processors/causes/index.ts";
import { requestsOf } from "../support/feed-book.ts";
import { crpVerify, inFiles, observed, row } from "../support/observed.ts";

const ndes = observed("ndes", "issue.failed", {
  at: 100,
  thread: "5/7",
  outcome: "failed",
  facts: { eventId: 31, reason: "template-unsupported" },
});
const verifyCall = row(
  "verify.call",
  { endAt: 1400, tookMs: 300 },
  { outcome: "failed", facts: { status: 403, substatus: 16 } },
);
const operation = row("contact.pki-operation", { endAt: 1500, tookMs: 500 });

/** Bundles hold what somebody thought of: each log tells what it can without the others. */
it.each([
  { name: "the registration point's log", observations: crpVerify("9", 0, 300, false), said: ["failed 3"] },
  { name: "the Application log", observations: [ndes], said: ["failed 4"] },
  {
    name: "the IIS log, a call inside of another",
    observations: [verifyCall, operation],
    said: ["failed 3"],
  },
  { name: "the IIS log, a call without one around it", observations: [verifyCall], said: ["failed 3"] },
  {
    name: "IIS and the registration point",
    observations: [...crpVerify("9", 1150, 1350, false), verifyCall, operation],
    said: ["failed 3"],
  },
])("$name alone tells of its request", ({ observations, said }) => {
  const requests = requestsOf(inFiles(observations));
  expect(requests.map(({ outcome, failedStage }) => `${outcome} ${failedStage ?? "-"}`)).toEqual(said);
});

it("a crash nearby explains nothing where the log that would show the call is not there", () => {
  const [request] = requestsOf(inFiles(crpVerify("9", 0, 300)));
  const crashed = { verifiedNear: 0, refusedNear: 0, signals: new Set(["host.pool-crashed"]) };
  expect(request === undefined ? "no request" : claimCause(request, crashed)).toBeNull();
});
