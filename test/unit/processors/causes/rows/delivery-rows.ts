import { evidenceOf, noon } from "../request-of.ts";
import {
  device,
  refusingReply,
  row,
  httpError,
  event29,
  stage,
  open,
  late,
  state,
  statusFile,
  notify204,
  connectorEvent,
} from "./cases.ts";
import type { Row } from "./cases.ts";

const succeeded = { outcome: "succeeded", failedStage: null } as const;
const connectorIssued = evidenceOf({
  kind: "issue.issued",
  writer: "connector",
  outcome: "ok",
  facts: { eventId: 4006 },
});
const caIssued = evidenceOf({ kind: "issue.issued", writer: "ca", outcome: "ok", facts: { eventId: 4887 } });
const crpNotified = evidenceOf({ kind: "report.finished", writer: "crp", outcome: "ok" });

export const deliveryRows: readonly Row[] = [
  {
    cause: "deliver.failure-reply",
    claims: { evidence: [row(200)], request: stage(4) },
    nearMiss: { evidence: [row(200), event29], request: stage(3) },
  },
  {
    cause: "deliver.failure-reply",
    claims: { evidence: [device("deliver.failed", "reply-unusable")], request: stage(5) },
    nearMiss: {
      evidence: [
        device("deliver.failed", "reply-unusable"),
        evidenceOf({ kind: "issue.issued", writer: "ca", outcome: "ok" }),
      ],
      request: stage(5),
    },
  },
  {
    cause: "deliver.failure-reply",
    claims: { evidence: [refusingReply("unknown")], request: stage(5) },
    nearMiss: { evidence: [refusingReply("unknown", "0")], request: stage(5) },
  },
  {
    cause: "deliver.failure-reply",
    claims: {
      evidence: [
        evidenceOf({
          kind: "deliver.reply",
          writer: "android-device",
          outcome: "failed",
          facts: { pkiStatus: "2" },
        }),
      ],
      request: stage(5),
    },
    nearMiss: {
      evidence: [
        evidenceOf({
          kind: "deliver.reply",
          writer: "android-device",
          outcome: "ok",
          facts: { pkiStatus: "0" },
        }),
      ],
      request: stage(5),
    },
  },
  {
    cause: "deliver.client-gone",
    claims: { evidence: [row(200, 0, 64)], request: stage(5) },
    nearMiss: { evidence: [row(200, 0, 0)], request: stage(5) },
  },
  {
    cause: "deliver.client-gone",
    claims: { evidence: [httpError("Connection_Dropped")], request: stage(5) },
    nearMiss: { evidence: [httpError("Connection_Abandoned_By_ReqQueue")], request: stage(5) },
  },
  {
    cause: "deliver.install-failed",
    claims: { evidence: [state("deliver.failed", "CERT_INSTALL_FAILED")], request: stage(5) },
    nearMiss: { evidence: [state("deliver.state", "CERT_INSTALLING")], request: stage(5) },
  },
  {
    cause: "deliver.waiting-for-user",
    claims: { evidence: [state("deliver.state", "CERT_ACCESS_REQUESTED")], request: open },
    nearMiss: {
      evidence: [
        state("deliver.state", "CERT_ACCESS_REQUESTED"),
        evidenceOf({
          kind: "deliver.installed",
          writer: "android-device",
          outcome: "ok",
          facts: { state: "CERT_ACCESS_GRANTED" },
        }),
      ],
      request: open,
    },
  },
  {
    cause: "report.stuck-in-processing",
    claims: { evidence: [notify204, statusFile("processing")], request: open, activity: late },
    nearMiss: {
      evidence: [notify204, statusFile("processing")],
      request: open,
      activity: { newestAt: noon + 60_000 },
    },
  },
  {
    cause: "report.status-failed",
    claims: { evidence: [notify204, statusFile("failed")], request: stage(6) },
    nearMiss: { evidence: [notify204, statusFile("succeed")], request: stage(6) },
  },
  {
    cause: "report.notify-failed",
    claims: {
      evidence: [evidenceOf({ kind: "report.call", outcome: "failed", facts: { status: 500 } })],
      request: stage(6),
    },
    nearMiss: { evidence: [notify204], request: stage(6) },
  },
  {
    cause: "report.notify-failed",
    claims: {
      evidence: [
        evidenceOf({
          kind: "report.finished",
          writer: "plugin",
          outcome: "failed",
          facts: { code: "0x80004005" },
        }),
      ],
      request: stage(6),
    },
    nearMiss: {
      evidence: [
        evidenceOf({
          kind: "report.finished",
          writer: "plugin",
          outcome: "ok",
          facts: { code: "0x00000000" },
        }),
      ],
      request: stage(6),
    },
  },
  {
    cause: "report.upload-retrying",
    claims: {
      evidence: [connectorEvent("report.retrying", 4009), connectorEvent("report.completed", 4008)],
      request: { outcome: "succeeded", failedStage: null },
    },
    nearMiss: {
      evidence: [connectorEvent("report.completed", 4008)],
      request: { outcome: "succeeded", failedStage: null },
    },
  },
  {
    cause: "report.upload-failed",
    claims: {
      evidence: [connectorEvent("report.retrying", 4009), connectorEvent("report.failed", 4010)],
      request: stage(6),
    },
    nearMiss: { evidence: [connectorEvent("report.retrying", 4009)], request: stage(6) },
  },
  {
    cause: "report.not-reported",
    claims: { evidence: [notify204], request: open, activity: late },
    nearMiss: { evidence: [notify204, statusFile("succeed")], request: open, activity: late },
  },
  {
    cause: "report.not-reported",
    claims: { evidence: [notify204], request: open },
    nearMiss: { evidence: [notify204], request: { outcome: "unknown", failedStage: null } },
  },
  {
    cause: "report.not-reported",
    claims: { evidence: [connectorIssued], request: succeeded, activity: late },
    nearMiss: { evidence: [connectorIssued], request: succeeded, activity: { newestAt: noon + 60_000 } },
  },
  {
    cause: "report.not-reported",
    claims: { evidence: [caIssued, crpNotified], request: succeeded, activity: late },
    nearMiss: {
      evidence: [
        evidenceOf({ kind: "report.queued", writer: "crp", facts: { fileName: "A.CRS" } }),
        crpNotified,
      ],
      request: succeeded,
      activity: late,
    },
  },
  {
    cause: "host.clock-skew",
    claims: {
      evidence: [
        evidenceOf({
          kind: "deliver.reply",
          writer: "android-device",
          outcome: "failed",
          facts: { pkiStatus: "2", failInfo: "3" },
        }),
      ],
      request: stage(5),
    },
    nearMiss: {
      evidence: [
        evidenceOf({
          kind: "deliver.reply",
          writer: "android-device",
          outcome: "failed",
          facts: { pkiStatus: "2", failInfo: "2" },
        }),
      ],
      request: stage(5),
    },
  },
];
