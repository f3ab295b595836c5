import type { AlertCase } from "../case.ts";
import { burst, flat, onNdes01, problem, readHost, recent, response, changing } from "../case.ts";

const report = (step: string, result: string): string =>
  `scep_reports_total{host="ndes01",step="${step}",result="${result}"}`;
const stuck = (stage: number): string => `scep_requests_stuck{host="ndes01",stage="${stage}"}`;
const causeAt = (cause: string): string =>
  `scep_request_cause_last_timestamp_seconds{host="ndes01",cause="${cause}"}`;
const processing = 'scep_processing_files{host="ndes01"}';
const oldest = 'scep_processing_oldest_timestamp_seconds{host="ndes01"}';

export const deliverCases: readonly AlertCase[] = [
  {
    alert: "ScepClientGone",
    labels: onNdes01,
    fires: {
      ...readHost,
      [recent("unknown", "deliver.client-gone")]: changing(5, 30, "stale"),
      [recent("succeeded", "none")]: flat(20),
    },
    at: "20m",
    endsAt: "60m",
    below: {
      ...readHost,
      [recent("unknown", "deliver.client-gone")]: changing(5, 30, "stale"),
      [recent("succeeded", "none")]: flat(45),
    },
    now: "20%",
  },
  {
    alert: "ScepReissueLoop",
    labels: onNdes01,
    fires: { [problem("deliver.reissue-loop")]: `0x5 1x600` },
    at: "20m",
    endsAt: "400m",
    below: { [problem("deliver.reissue-loop")]: `1x600` },
    now: "1",
  },
  {
    alert: "ScepReportBacklog",
    labels: onNdes01,
    fires: { ...readHost, [processing]: changing(3, 60, 0), [oldest]: changing(60, 60, "stale") },
    at: "45m",
    endsAt: "70m",
    // Enough files, and old by the clock: but the logs of the host have not passed that moment.
    below: {
      'scepscope_host_passed_timestamp_seconds{host="ndes01"}': flat(600),
      [processing]: flat(50),
      [oldest]: flat(60),
      [stuck(5)]: flat(2),
    },
    now: "3",
  },
  {
    alert: "ScepReportBacklog",
    // The unified connector has no folder: its requests wait.
    labels: onNdes01,
    fires: {
      ...readHost,
      [processing]: flat(0),
      [stuck(5)]: changing(2, 60, 0),
      [stuck(6)]: changing(1, 60, 0),
    },
    at: "45m",
    endsAt: "70m",
    below: { ...readHost, [processing]: flat(2), [oldest]: flat(60), [stuck(4)]: flat(2) },
    now: "3",
  },
  {
    alert: "ScepNotifyLost",
    labels: onNdes01,
    fires: { [report("notified", "failed")]: burst(3), [response("notify", "4xx")]: burst(3) },
    at: "20m",
    endsAt: "60m",
    below: { [report("notified", "failed")]: burst(2), [response("notify", "5xx")]: burst(2) },
    now: "3",
  },
  {
    alert: "ScepUploadFailing",
    labels: onNdes01,
    fires: { [report("batch", "failed")]: burst(2), [report("failed", "failed")]: burst(1) },
    at: "20m",
    endsAt: "60m",
    below: { [report("batch", "failed")]: burst(2), [problem("report.status-failed")]: changing(3, 5, 5) },
    now: "3",
  },
  {
    alert: "ScepUploadRetrying",
    labels: onNdes01,
    fires: { [report("retrying", "untold")]: burst(5), [report("completed", "ok")]: flat(7) },
    at: "25m",
    endsAt: "60m",
    below: { [report("retrying", "untold")]: burst(9), [report("completed", "ok")]: burst(1) },
    now: "5",
  },
  {
    alert: "ScepRequestsStuck",
    labels: { host: "ndes01", stage: "3" },
    fires: { [stuck(3)]: changing(3, 40, 0) },
    at: "15m",
    endsAt: "60m",
    below: { [stuck(3)]: flat(2), [stuck(2)]: flat(2) },
    now: "3",
  },
  {
    alert: "ScepRequestsFailing",
    labels: { host: "ndes01", cause: "verify.request-mismatch" },
    fires: { ...readHost, [recent("failed", "verify.request-mismatch")]: changing(5, 30, "stale") },
    at: "15m",
    endsAt: "60m",
    below: {
      ...readHost,
      [recent("failed", "verify.request-mismatch")]: changing(4, 30, "stale"),
      [recent("succeeded", "deliver.install-failed")]: flat(9),
    },
    now: "5",
  },
  {
    alert: "ScepFailuresUnexplained",
    labels: onNdes01,
    fires: {
      ...readHost,
      [recent("failed", "none")]: changing(5, 30, 0),
      [recent("succeeded", "none")]: flat(20),
    },
    at: "15m",
    endsAt: "60m",
    // Too few, or a small part; those that succeed have no cause either.
    below: {
      ...readHost,
      [recent("failed", "none")]: changing(4, 8, 9),
      [recent("succeeded", "none")]: changing(0, 8, 300),
    },
    now: "20%",
  },
  {
    alert: "ScepFirstOfItsKind",
    labels: { host: "ndes01", cause: "issue.key-too-small" },
    fires: { ...readHost, [causeAt("issue.key-too-small")]: "_x129 7200x200" },
    at: "140m",
    endsAt: "280m",
    // Known for long; and a host that nobody watched two hours ago.
    below: {
      ...readHost,
      [causeAt("issue.key-too-small")]: "60x10 60x99 7200x200",
      'scepscope_host_event_timestamp_seconds{host="ndes02"}': `_x129 7800+60x100`,
      'scep_request_cause_last_timestamp_seconds{host="ndes02",cause="issue.key-too-small"}':
        "_x129 7200x200",
    },
    now: "20m 0s",
  },
];
