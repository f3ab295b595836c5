import { describe, expect, it } from "vitest";
import type { Evidence } from "../../../../processors/contract/index.ts";
import { catalogue, claimCause } from "../../../../processors/causes/index.ts";
import { calm, evidenceOf, noon, requestOf } from "./request-of.ts";
import { event29, event31, falseVerdict, row, sent, stage, verifyRow } from "./rows/cases.ts";
import type { Case, Row } from "./rows/cases.ts";
import { contactRows } from "./rows/contact-rows.ts";
import { deliveryRows } from "./rows/delivery-rows.ts";
import { issueRows } from "./rows/issue-rows.ts";
import { verifyChallengeRows } from "./rows/verify-challenge-rows.ts";
import { verifyChannelRows } from "./rows/verify-channel-rows.ts";

const rows: readonly Row[] = [
  ...contactRows,
  ...verifyChannelRows,
  ...verifyChallengeRows,
  ...issueRows,
  ...deliveryRows,
];

/** What no single request can be claimed for: see the tests of the ledger. */
const ofHostsOnly = new Set([
  "profile.not-received",
  "contact.forbidden-healthy",
  "contact.general-page",
  "contact.ndes-not-started",
  "deliver.reissue-loop",
  "host.connector-stopped",
  "host.connector-certificate",
  "host.collector-silent",
  "host.collected-twice",
  "host.ca-apart",
  "host.events-lost",
  "host.logging-incomplete",
]);

const idOf = ({ evidence, request, activity }: Case): string | null =>
  claimCause(requestOf(evidence, request), { ...calm, ...activity })?.cause.id ?? null;

it("a report is no longer stuck than its request is over, where its file tells no time", () => {
  const file = evidenceOf({
    kind: "report.status-file",
    writer: "status-file",
    at: null,
    facts: { folder: "processing" },
  });
  const claimed = (newestAt: number): string | null =>
    idOf({
      evidence: [file],
      request: { outcome: "succeeded", failedStage: null, endedAt: noon },
      activity: { newestAt },
    });
  expect(claimed(noon + 60_000)).toBeNull();
  expect(claimed(noon + 3_600_000)).toBe("report.stuck-in-processing");
});

it("a 500 for IIS's own configuration is told as one, and what to do then is among the steps", () => {
  const claimed = (substatus: number): ReturnType<typeof claimCause> =>
    claimCause(requestOf([row(500, substatus, 5)], stage(2)), calm);
  expect(claimed(19)?.because).toContain("500.19, configuration data invalid");
  expect(claimed(0)?.because).not.toContain("configuration");
  expect(claimed(19)?.cause.steps).toContainEqual(expect.stringContaining("Is it 500.19?"));
});

it("groups the digits of what was counted around a request", () => {
  const request = requestOf([event29, falseVerdict]);
  const claim = claimCause(request, { ...calm, verifiedNear: 1547, refusedNear: 1200 });
  expect(claim?.because).toContain("1,547 other verifications passed and 1,200 were refused");
});

describe("a cause is claimed on its signal and on nothing else", () => {
  it.each(rows)("$cause is claimed by its signal", ({ cause, claims }) => {
    expect(idOf(claims)).toBe(cause);
  });

  it.each(rows)("$cause is not claimed by what only looks like its signal", ({ cause, nearMiss }) => {
    expect(idOf(nearMiss)).not.toBe(cause);
  });

  it("has a row for every cause that a request can have", () => {
    const tested = new Set(rows.map((each) => each.cause));
    expect(
      catalogue.map((cause) => cause.id).filter((id) => !tested.has(id) && !ofHostsOnly.has(id)),
      "add a row to rows/: what its signal (processors/causes/signals/) claims, and a near miss",
    ).toEqual([]);
  });

  it("claims nothing without a signal", () => {
    expect(idOf({ evidence: [] })).toBeNull();
    expect(
      idOf({
        evidence: [
          evidenceOf({
            kind: "run.note",
            writer: "crp",
            stage: 0,
            facts: { text: "signing-certificate-missing" },
          }),
        ],
      }),
    ).toBeNull();
  });

  it("never counts the 403 of a healthy NDES as a failure", () => {
    expect(
      idOf({
        evidence: [evidenceOf({ kind: "contact.probe", facts: { status: 403, substatus: 0 } })],
        request: stage(2),
      }),
    ).toBeNull();
  });

  it("says what it saw, and ranks what the signal leaves open", () => {
    const claim = claimCause(requestOf([row(500)], stage(2)), {
      ...calm,
      signals: new Set(["host.service-failed"]),
    });
    expect(claim?.because).toContain("500");
    expect(claim?.alternatives.map((each) => each.cause.id)).toEqual([
      "contact.ndes-not-started",
      "contact.app-pool-crash",
      "contact.impersonation-right",
    ]);
  });

  it("ranks a mismatch first where the phase that compares is the one that says False", () => {
    const phase = (number: number): Evidence =>
      evidenceOf({
        kind: "verify.phase",
        writer: "crp",
        outcome: "failed",
        facts: { phase: number, verdict: false },
      });
    const firstOf = (number: number): string | undefined =>
      claimCause(requestOf([phase(number)], stage(3)), calm)?.alternatives[0]?.cause.id;
    expect([firstOf(1), firstOf(3)]).toEqual(["verify.challenge-reused", "verify.request-mismatch"]);
  });

  it.each([
    [{ verdict: false }, "the verdict is False"],
    [{ verdict: false, text: "Service" }, "the policy module got something else than a verdict"],
    [{ code: "0x80004005" }, "the policy module's check ended with 0x80004005"],
  ])("says of a refusal no more than is logged: %o", (facts, words) => {
    const verdict = evidenceOf({ kind: "verify.returned", writer: "plugin", outcome: "failed", facts });
    expect(claimCause(requestOf([verdict], stage(3)), calm)?.because).toContain(`${words};`);
  });

  it.each([
    ["0x80004005", "says template-unsupported"],
    ["0x80094800", "says 0x80094800"],
  ])("quotes of a refusal what names its reason: %s", (code, words) => {
    const claim = claimCause(requestOf([event31(code, "template-unsupported")], stage(4)), calm);
    expect(claim?.because).toContain(words);
  });

  it("says of a run that stops how many others pass", () => {
    const claimed = (verifiedNear: number): string | undefined =>
      claimCause(requestOf([sent]), { ...calm, verifiedNear })?.because;
    expect(claimed(0)).not.toContain("passed");
    expect(claimed(2)).toContain("2 other verifications passed");
  });

  it("prefers the stage that failed to a louder signal elsewhere", () => {
    const evidence = [verifyRow(403, 16), event31("0x80094800")];
    expect(idOf({ evidence, request: stage(4) })).toBe("issue.template-unsupported");
    expect(idOf({ evidence, request: stage(3) })).toBe("verify.client-certificate-untrusted");
  });

  it("does not depend on the order of the evidence", () => {
    for (const { claims } of rows.filter((each) => each.cause !== "verify.client-certificate-expired")) {
      expect(idOf({ ...claims, evidence: claims.evidence.toReversed() })).toBe(idOf(claims));
    }
  });

  it("asks of a request that succeeded only how its report went", () => {
    expect(
      idOf({
        evidence: [falseVerdict, event29, row(500)],
        request: { outcome: "succeeded", failedStage: null },
      }),
    ).toBeNull();
  });
});
