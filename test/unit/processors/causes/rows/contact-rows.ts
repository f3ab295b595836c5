import { evidenceOf } from "../request-of.ts";
import { answered, row, httpError, verifyRow, device, falseVerdict, late, sent, stage } from "./cases.ts";
import type { Row } from "./cases.ts";

export const contactRows: readonly Row[] = [
  {
    cause: "profile.rejected-by-csp",
    claims: {
      evidence: [
        evidenceOf({
          kind: "profile.rejected",
          writer: "windows-device",
          outcome: "failed",
          facts: { code: "0x80070057" },
        }),
      ],
      request: stage(1),
    },
    nearMiss: {
      evidence: [
        evidenceOf({
          kind: "profile.received",
          writer: "windows-device",
          outcome: "ok",
          facts: { code: "0x02ab0003" },
        }),
      ],
      request: stage(1),
    },
  },
  {
    cause: "profile.root-missing",
    claims: {
      evidence: [
        evidenceOf({
          kind: "profile.root-state",
          writer: "android-device",
          facts: { state: "CERT_INSTALLING" },
        }),
      ],
      request: stage(1),
    },
    nearMiss: {
      evidence: [
        evidenceOf({
          kind: "profile.root-state",
          writer: "android-device",
          facts: { state: "CERT_INSTALL_SUCCESS" },
        }),
      ],
      request: stage(1),
    },
  },
  {
    cause: "contact.impersonation-right",
    claims: { evidence: [row(500, 0, 1346)], request: stage(2) },
    nearMiss: { evidence: [row(200, 0, 1346)], request: stage(2) },
  },
  {
    cause: "contact.http-500",
    claims: { evidence: [row(500, 0, 5)], request: stage(2) },
    nearMiss: { evidence: [row(500, 0, 1346)], request: stage(2) },
  },
  {
    cause: "contact.http-500",
    claims: { evidence: [answered(500)], request: stage(2) },
    nearMiss: { evidence: [answered(501)], request: stage(2) },
  },
  {
    cause: "contact.ndes-not-started",
    claims: {
      evidence: [row(500, 0, 5)],
      request: stage(2),
      activity: { failedStart: { eventId: 10, code: "0x800b0101" } },
    },
    nearMiss: {
      evidence: [row(500, 0, 5)],
      request: stage(2),
      // Others pass: NDES has started.
      activity: { failedStart: { eventId: 10, code: "0x800b0101" }, verifiedNear: 1 },
    },
  },
  {
    cause: "contact.app-pool-stopped",
    claims: { evidence: [httpError("AppOffline")], request: stage(2) },
    nearMiss: { evidence: [httpError("Timer_ConnectionIdle")], request: stage(2) },
  },
  {
    cause: "contact.app-pool-crash",
    claims: { evidence: [verifyRow(201), httpError("Connection_Abandoned_By_ReqQueue")], request: stage(2) },
    nearMiss: { evidence: [verifyRow(201), httpError("Connection_Dropped")], request: stage(2) },
  },
  {
    cause: "contact.app-pool-crash",
    claims: { evidence: [verifyRow(201), sent], activity: { signals: new Set(["host.pool-crashed"]) } },
    nearMiss: {
      evidence: [verifyRow(201), sent, row(200)],
      activity: { signals: new Set(["host.pool-crashed"]) },
    },
  },
  {
    cause: "contact.app-pool-crash",
    claims: { evidence: [sent], activity: { ...late, signals: new Set(["host.pool-crashed"]) } },
    nearMiss: { evidence: [sent, falseVerdict], activity: { signals: new Set(["host.pool-crashed"]) } },
  },
  {
    cause: "contact.url-too-long",
    claims: { evidence: [row(404, 15)], request: stage(2) },
    nearMiss: { evidence: [row(404, 0)], request: stage(2) },
  },
  {
    cause: "contact.url-too-long",
    claims: { evidence: [httpError("URL_Length")], request: stage(2) },
    nearMiss: { evidence: [httpError("Hostname")], request: stage(2) },
  },
  {
    cause: "contact.url-too-long",
    claims: { evidence: [answered(414)], request: stage(2) },
    nearMiss: { evidence: [answered(413)], request: stage(2) },
  },
  ...["AppOffline", "Disabled"].map((reason) => ({
    cause: "contact.app-pool-stopped",
    claims: { evidence: [httpError(reason)], request: stage(2) },
    nearMiss: { evidence: [httpError("QueueFull")], request: stage(2) },
  })),
  ...["QueueFull", "Timer_ReqQueue"].map((reason) => ({
    cause: "contact.app-pool-busy",
    claims: { evidence: [httpError(reason)], request: stage(2) },
    nearMiss: { evidence: [httpError("ConnLimit")], request: stage(2) },
  })),
  {
    cause: "contact.connection-limit",
    claims: { evidence: [httpError("ConnLimit")], request: stage(2) },
    nearMiss: { evidence: [httpError("QueueFull")], request: stage(2) },
  },
  {
    cause: "contact.message-not-arrived",
    claims: { evidence: [httpError("Timer_EntityBody")], request: stage(2) },
    nearMiss: { evidence: [httpError("Timer_MinBytesPerSecond")], request: stage(2) },
  },
  ...[3, 4].map((substatus) => ({
    cause: "contact.gateway-unanswered",
    claims: { evidence: [row(502, substatus)], request: stage(2) },
    nearMiss: { evidence: [row(502, 2)], request: stage(2) },
  })),
  {
    cause: "contact.app-pool-crash",
    claims: { evidence: [httpError("Connection_Abandoned_By_AppPool")], request: stage(2) },
    nearMiss: { evidence: [httpError("Connection_Dropped")], request: stage(2) },
  },
  {
    cause: "contact.turned-away",
    claims: { evidence: [row(400)], request: stage(2) },
    nearMiss: { evidence: [row(414)], request: stage(2) },
  },
  {
    cause: "contact.turned-away",
    claims: { evidence: [row(401, 2)], request: stage(2) },
    nearMiss: { evidence: [row(404, 15)], request: stage(2) },
  },
  ...(["contact.capabilities", "contact.ca-certificate"] as const).map((kind) => ({
    cause: "contact.turned-away",
    claims: {
      evidence: [evidenceOf({ kind, outcome: "failed", facts: { status: 404, substatus: 0 } })],
      request: stage(2),
    },
    nearMiss: {
      evidence: [evidenceOf({ kind: "contact.probe", facts: { status: 404, substatus: 0 } })],
      request: stage(2),
    },
  })),
  {
    cause: "contact.turned-away",
    claims: { evidence: [row(413)], request: stage(2) },
    nearMiss: { evidence: [row(416)], request: stage(2) },
  },
  {
    cause: "contact.turned-away",
    claims: { evidence: [row(403, 7)], request: stage(2) },
    nearMiss: { evidence: [row(501, 0)], request: stage(2) },
  },
  {
    cause: "contact.proxy-unreachable",
    claims: { evidence: [device("contact.device-failed", "gateway-timeout")], request: stage(2) },
    nearMiss: { evidence: [device("contact.device-failed", "gateway-timeout"), row(200)], request: stage(2) },
  },
  {
    cause: "contact.proxy-unreachable",
    claims: { evidence: [answered(404)], request: stage(2) },
    nearMiss: { evidence: [answered(404), row(200)], request: stage(2) },
  },
  {
    cause: "contact.proxy-unreachable",
    claims: { evidence: [device("contact.device-failed", "tls-untrusted-authority")], request: stage(2) },
    nearMiss: { evidence: [device("contact.device-failed", "invalid-response")], request: stage(2) },
  },
  {
    cause: "contact.no-pki-operation",
    claims: { evidence: [device("contact.device-failed", "ca-certificate-unusable")], request: stage(2) },
    nearMiss: { evidence: [device("contact.device-failed", "http-refused")], request: stage(2) },
  },
  {
    cause: "contact.no-pki-operation",
    claims: {
      evidence: [evidenceOf({ kind: "contact.ca-certificate", facts: { status: 200 } })],
      request: stage(2),
    },
    nearMiss: {
      evidence: [evidenceOf({ kind: "contact.ca-certificate", facts: { status: 200 } }), row(200)],
      request: stage(2),
    },
  },
  {
    cause: "contact.no-pki-operation",
    claims: { evidence: [device("deliver.failed", "ca-certificate-mismatch")], request: stage(5) },
    nearMiss: { evidence: [device("deliver.failed", "exception")], request: stage(5) },
  },
  {
    cause: "contact.missing-intermediate",
    claims: { evidence: [device("contact.device-failed", "missing-intermediate")], request: stage(2) },
    nearMiss: { evidence: [device("contact.device-failed", "invalid-response")], request: stage(2) },
  },
  {
    cause: "contact.malformed-message",
    claims: {
      evidence: [
        evidenceOf({ kind: "contact.unreadable", writer: "ndes", outcome: "failed", facts: { eventId: 17 } }),
        row(200),
      ],
      request: stage(2),
    },
    nearMiss: {
      evidence: [
        evidenceOf({
          kind: "host.health",
          writer: "ndes",
          stage: 0,
          outcome: "failed",
          facts: { eventId: 7 },
        }),
      ],
      request: stage(2),
    },
  },
];
