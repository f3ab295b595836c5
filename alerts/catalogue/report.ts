import { hostMetrics, requestMetrics, sourceMetrics } from "../../processors/contract/index.ts";
import type { Alert } from "../alert.ts";
import { addedSigns, greatest, owned, rise, secondsOf, unlessHistory, unlessMoved } from "../promql.ts";

const { problems, processingFiles, processingOldest, reports, responses } = hostMetrics;
const { stuck } = requestMetrics;

/** Stage 6: the report to Intune. */
export const reportAlerts: readonly Alert[] = [
  {
    name: "ScepReportBacklog",
    part: "servers",
    by: ["host"],
    cause: "report.stuck-in-processing",
    about: ["report.stuck-in-processing", "report.not-reported"],
    // Age against what the host's logs have passed, not against the clock: where nothing is read any more, nothing grows old.
    expression: ({ age, count }) =>
      [
        "(",
        `  ${greatest(processingFiles)} >= ${count}`,
        `  and on (host) ${greatest(sourceMetrics.passedAt)} - on (host) min by (host) (${processingOldest.name}) > ${secondsOf(age)}`,
        ")",
        `or on (host) ${owned(stuck, 'stage=~"5|6"')} >= ${count}`,
      ].join("\n"),
    summary: "Reports to Intune pile up on {{ $labels.host }}",
    now: "{{ $value | humanize }} certificates are issued and not reported.",
    link: { outcome: "open", since: "6h" },
    runbook: {
      meaning:
        "Legacy connector: status files lie in Processing for longer than they should. Unified connector: requests wait for their report.",
      impact:
        "Devices have their certificate, but Intune shows the profile as pending or failed, and may ask for another one.",
      check: [
        "`%ProgramFiles%\\Microsoft Intune\\CertificateRequestStatus\\Processing`: number and age of the files; NDESConnector svclog.",
        "Unified: channel Microsoft-Intune-CertificateConnectors/Operational, events 4009 and 4010, and missing 4008.",
      ],
      steps: [],
      fixed: "Processing empties itself; event 4008 follows each certificate.",
    },
  },
  {
    name: "ScepNotifyLost",
    part: "servers",
    by: ["host"],
    cause: "report.notify-failed",
    about: ["report.notify-failed"],
    expression: ({ window, count }) => {
      const told = rise(reports, 'step="notified",result="failed"', { window });
      const answered = rise(responses, 'call="notify",code=~"4.*|5.*"', { window });
      return unlessHistory(`${told} >= ${count}\nor on (host) ${answered} >= ${count}`, window);
    },
    summary: "NDES on {{ $labels.host }} could not hand its results over for the report",
    now: "{{ $value | humanize }} notifications were lost in the last {window}.",
    link: { cause: "report.notify-failed", since: "2h" },
    runbook: {
      meaning: "The policy module's Notify call to the certificate registration point failed.",
      impact: "Certificates are issued, but Intune does not learn of them.",
      check: [
        "NDESPlugin.log: `Exiting Notify with` and another code than 0x0.",
        "IIS log: rows of `/CertificateRegistrationSvc/Certificate/Notify` with another status than 204; event 20602.",
      ],
      steps: [],
      fixed: "Notify rows with status 204.",
    },
  },
  {
    name: "ScepUploadFailing",
    part: "servers",
    by: ["host"],
    cause: "report.upload-failed",
    about: ["report.upload-failed", "report.status-failed"],
    expression: ({ window, count }) => {
      const failed = rise(reports, 'step=~"batch|failed",result="failed"', { window });
      return unlessHistory(
        `${failed} >= ${count}\nor on (host) ${addedSigns(problems, 'cause="report.status-failed"', window)} >= ${count}`,
        window,
      );
    },
    summary: "The connector on {{ $labels.host }} could not upload its reports",
    now: "{{ $value | humanize }} uploads failed for good in the last {window}.",
    link: { cause: "report.upload-failed", since: "2h" },
    runbook: {
      meaning: "The connector gave up reports to Intune.",
      impact: "Devices have their certificate, but Intune shows them as failed.",
      check: [
        "NDESConnector svclog: the exception of the batch.",
        "`CertificateRequestStatus\\Failed`: each file names its request.",
        "Unified: events 4002 and 4010.",
      ],
      steps: [],
      fixed: "Uploads succeed: event 4008, or files move to Succeed.",
    },
  },
  {
    name: "ScepUploadRetrying",
    part: "servers",
    by: ["host"],
    cause: "report.upload-retrying",
    about: ["report.upload-retrying"],
    expression: ({ window, count }) =>
      unlessHistory(
        [
          `${rise(reports, 'step="retrying"', { window })} >= ${count}`,
          `unless on (host) ${rise(reports, 'step=~"completed|batch",result="ok"', { window })}`,
          unlessMoved(window),
        ].join("\n"),
        window,
      ),
    summary: "The connector on {{ $labels.host }} tried in vain to report",
    now: "{{ $value | humanize }} attempts in the last {window}, and none that succeeded.",
    link: { cause: "report.upload-retrying", since: "2h" },
    runbook: {
      meaning: "The connector tries again and again, and nothing gets through. Single retries are normal.",
      impact: "Reports come late; if it lasts they fail for good.",
      check: ["Events 4009 and 20302, and the exception that they quote."],
      steps: [],
      fixed: "Event 4008.",
    },
  },
];
