import { evidenceOf } from "../request-of.ts";
import { event31, refusingReply, stage, open } from "./cases.ts";
import type { Row } from "./cases.ts";

export const issueRows: readonly Row[] = [
  {
    cause: "issue.template-unsupported",
    claims: { evidence: [event31("0x80094800")], request: stage(4) },
    nearMiss: { evidence: [event31("0x80004005")], request: stage(4) },
  },
  {
    cause: "issue.template-unsupported",
    claims: { evidence: [event31("0x80004005", "template-unsupported")], request: stage(4) },
    nearMiss: { evidence: [event31("0x80094801")], request: stage(4) },
  },
  {
    cause: "issue.permission-denied",
    claims: { evidence: [event31("0x80094012")], request: stage(4) },
    nearMiss: { evidence: [event31("0x80094800")], request: stage(4) },
  },
  {
    cause: "issue.ca-unreachable",
    claims: { evidence: [event31("0x800706ba")], request: stage(4) },
    nearMiss: { evidence: [event31("0x80070057")], request: stage(4) },
  },
  {
    cause: "issue.revocation-offline",
    claims: { evidence: [event31("0x80092013")], request: stage(4) },
    nearMiss: { evidence: [event31("0x80092012")], request: stage(4) },
  },
  {
    cause: "issue.certificate-expired",
    claims: { evidence: [event31("0x800b0101")], request: stage(4) },
    nearMiss: { evidence: [event31("0x800b0102")], request: stage(4) },
  },
  {
    cause: "issue.certificate-expired",
    claims: { evidence: [refusingReply("certificate-expired")], request: stage(5) },
    nearMiss: { evidence: [refusingReply("certificate-expired", "0")], request: stage(5) },
  },
  {
    cause: "issue.key-too-small",
    claims: { evidence: [refusingReply("key-too-small")], request: stage(5) },
    nearMiss: { evidence: [refusingReply("key-too-small", "0")], request: stage(5) },
  },
  {
    cause: "issue.key-too-small",
    claims: { evidence: [event31("0x80004005", "key-too-small")], request: stage(4) },
    nearMiss: { evidence: [event31("0x80004005")], request: stage(4) },
  },
  {
    cause: "issue.subject-refused",
    claims: { evidence: [event31("0x80094001")], request: stage(4) },
    nearMiss: { evidence: [event31("0x80094002")], request: stage(4) },
  },
  {
    cause: "issue.subject-refused",
    claims: { evidence: [event31("0x8009480f", "subject-refused")], request: stage(4) },
    nearMiss: { evidence: [event31("0x8009480f")], request: stage(4) },
  },
  {
    cause: "issue.subject-refused",
    claims: { evidence: [refusingReply("subject-refused")], request: stage(5) },
    nearMiss: { evidence: [refusingReply("subject-refused", "0")], request: stage(5) },
  },
  {
    cause: "issue.denied",
    claims: {
      evidence: [
        evidenceOf({ kind: "issue.denied", writer: "ca", outcome: "failed", facts: { eventId: 53 } }),
      ],
      request: stage(4),
    },
    nearMiss: {
      evidence: [evidenceOf({ kind: "issue.issued", writer: "ca", outcome: "ok", facts: { eventId: 4887 } })],
      request: stage(4),
    },
  },
  {
    cause: "issue.pending",
    claims: {
      evidence: [
        evidenceOf({ kind: "issue.pending", writer: "ca", outcome: "pending", facts: { eventId: 4889 } }),
      ],
      request: open,
    },
    nearMiss: {
      evidence: [evidenceOf({ kind: "issue.received", writer: "ca", facts: { eventId: 4886 } })],
      request: open,
    },
  },
];
