import type { Evidence } from "../../../../../processors/contract/index.ts";
import { evidenceOf } from "../request-of.ts";
import { row, verifyRow, sendFails, note, event29, falseVerdict, sent, stage, open, late } from "./cases.ts";
import type { Row } from "./cases.ts";

/** What the policy module got instead of a verdict. */
const page = (status: number): Evidence =>
  evidenceOf({
    kind: "verify.returned",
    writer: "plugin",
    outcome: "failed",
    facts: { verdict: false, status },
  });

/** Of the policy module's call, or of a device's. */
const offline = (of: 2 | 3): Evidence =>
  evidenceOf(
    { kind: "contact.http-error", writer: "httperr", facts: { status: 503, httpReason: "AppOffline" } },
    of,
  );

export const verifyChannelRows: readonly Row[] = [
  {
    cause: "verify.tls-name-mismatch",
    claims: { evidence: [note("tls-name-mismatch"), sendFails("12175", "tls-failure"), event29] },
    nearMiss: { evidence: [sendFails("12175", "tls-failure"), event29] },
  },
  {
    cause: "verify.tls-failure",
    claims: { evidence: [sendFails("12175", "tls-failure"), event29] },
    nearMiss: { evidence: [sendFails("12175", "tls-failure", 6)], request: stage(6) },
  },
  ...["12029", "12007", "12002", "12152"].map((code) => ({
    cause: "verify.crp-unreachable",
    claims: { evidence: [sendFails(code, ""), event29] },
    nearMiss: { evidence: [sendFails("12175", ""), event29] },
  })),
  ...[401, 404, 503].map((status) => ({
    cause: "verify.crp-unreachable",
    claims: { evidence: [verifyRow(status), row(200), event29] },
    nearMiss: { evidence: [verifyRow(500), row(200), event29] },
  })),
  {
    cause: "verify.crp-unreachable",
    claims: { evidence: [offline(3), event29] },
    nearMiss: { evidence: [offline(2)], request: stage(2) },
  },
  {
    cause: "verify.crp-unreachable",
    claims: { evidence: [page(503), event29] },
    nearMiss: { evidence: [page(500), event29] },
  },
  {
    cause: "verify.client-certificate-untrusted",
    claims: { evidence: [verifyRow(403, 16), event29] },
    nearMiss: { evidence: [verifyRow(403, 13), event29] },
  },
  {
    cause: "verify.client-certificate-untrusted",
    claims: {
      evidence: [page(403), event29],
    },
    nearMiss: {
      evidence: [page(403), verifyRow(403, 7)],
    },
  },
  ...[7, 13, 17].map((substatus) => ({
    cause: "verify.client-certificate-rejected",
    claims: { evidence: [verifyRow(403, substatus), event29] },
    nearMiss: { evidence: [verifyRow(401, substatus), event29] },
  })),
  {
    cause: "verify.client-certificate-expired",
    claims: { evidence: [evidenceOf({ kind: "verify.started", writer: "plugin" }), sent, event29] },
    nearMiss: {
      evidence: [evidenceOf({ kind: "verify.started", writer: "plugin" }), sent, falseVerdict, event29],
    },
  },
  {
    cause: "verify.client-certificate-expired",
    claims: { evidence: [sent], activity: late },
    nearMiss: { evidence: [sent], request: open, activity: late },
  },
  {
    cause: "verify.crp-500",
    claims: { evidence: [verifyRow(500), event29] },
    nearMiss: { evidence: [verifyRow(201), row(500)] },
  },
];
