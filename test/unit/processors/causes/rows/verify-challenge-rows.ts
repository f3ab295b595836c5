import type { Evidence } from "../../../../../processors/contract/index.ts";
import { evidenceOf } from "../request-of.ts";
import { crpSays, event29, falseVerdict } from "./cases.ts";
import type { Row } from "./cases.ts";

const event4005 = (reason: string): Evidence =>
  evidenceOf({
    kind: "verify.finished",
    writer: "connector",
    outcome: "failed",
    facts: { eventId: 4005, reason },
  });

const event205 = (eventId: number): Evidence =>
  evidenceOf({ kind: "verify.failed", writer: "legacy-connector", outcome: "failed", facts: { eventId } });

export const verifyChallengeRows: readonly Row[] = [
  {
    cause: "verify.signing-certificate-missing",
    claims: { evidence: [crpSays("signing-certificate-missing"), falseVerdict, event29] },
    nearMiss: { evidence: [crpSays("exception"), falseVerdict, event29] },
  },
  {
    cause: "verify.encryption-certificate-missing",
    claims: {
      evidence: [
        evidenceOf({ kind: "verify.failed", writer: "legacy-connector", facts: { code: "0x00000408" } }),
      ],
    },
    nearMiss: {
      evidence: [
        evidenceOf({ kind: "verify.failed", writer: "legacy-connector", facts: { code: "0x00000400" } }),
      ],
    },
  },
  {
    cause: "verify.refused",
    claims: { evidence: [event205(20501)] },
    // It could not complete its check: that is no word on the challenge.
    nearMiss: { evidence: [event205(20502)] },
  },
  {
    cause: "verify.challenge-unreadable",
    claims: { evidence: [crpSays("challenge-decryption-error")] },
    nearMiss: { evidence: [crpSays("unknown"), falseVerdict] },
  },
  {
    cause: "verify.challenge-expired",
    claims: {
      evidence: [
        evidenceOf({
          kind: "verify.finished",
          writer: "connector",
          outcome: "failed",
          facts: { reason: "challenge-expired", eventId: 4005 },
        }),
        event29,
      ],
    },
    nearMiss: { evidence: [event29] },
  },
  {
    cause: "verify.challenge-reused",
    claims: { evidence: [event29, falseVerdict], activity: { verifiedNear: 4 } },
    nearMiss: { evidence: [falseVerdict], activity: { verifiedNear: 4 } },
  },
  {
    cause: "verify.challenge-reused",
    claims: { evidence: [event29], activity: { verifiedNear: 1, refusedNear: 9 } },
    nearMiss: {
      evidence: [
        event29,
        evidenceOf({
          kind: "verify.phase",
          writer: "crp",
          outcome: "failed",
          facts: { phase: 3, verdict: false },
        }),
      ],
      activity: { verifiedNear: 4 },
    },
  },
  {
    cause: "verify.request-mismatch",
    claims: { evidence: [crpSays("subject-mismatch"), event29], activity: { verifiedNear: 4 } },
    nearMiss: { evidence: [crpSays("exception"), event29], activity: { verifiedNear: 4 } },
  },
  {
    cause: "verify.connector-offline",
    claims: { evidence: [event29], activity: { refusedNear: 5 } },
    nearMiss: { evidence: [event29], activity: { refusedNear: 5, verifiedNear: 1 } },
  },
  {
    cause: "verify.connector-offline",
    claims: { evidence: [event29], activity: { refusedNear: 5, isOneCaller: true } },
    nearMiss: { evidence: [event29], activity: { refusedNear: 4, isOneCaller: true } },
  },
  {
    cause: "verify.connector-offline",
    claims: { evidence: [event4005("cannot-connect"), event29], activity: { verifiedNear: 1 } },
    nearMiss: { evidence: [event4005("exception"), event29], activity: { verifiedNear: 1 } },
  },
  {
    cause: "verify.refused",
    claims: { evidence: [falseVerdict] },
    nearMiss: {
      evidence: [
        evidenceOf({ kind: "verify.returned", writer: "plugin", outcome: "ok", facts: { verdict: true } }),
      ],
    },
  },
];
