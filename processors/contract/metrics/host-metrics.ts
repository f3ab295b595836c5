import {
  call,
  cause,
  certificate,
  code,
  decision,
  event,
  host,
  httpReason,
  issueReason,
  refusal,
  result,
  step,
  teller,
  verdict,
} from "./labels.ts";
import { counter, gauge } from "./metric.ts";
import type { Metric } from "./metric.ts";

/** What the servers said, record by record: exact, and counted as soon as the record is read. */
export const hostMetrics: Readonly<
  Record<
    | "responses"
    | "httpErrors"
    | "verifications"
    | "refusals"
    | "decisions"
    | "issueErrors"
    | "reports"
    | "events"
    | "processingFiles"
    | "processingOldest"
    | "processingUntracked"
    | "expiry"
    | "problems",
    Metric
  >
> = {
  responses: counter({
    name: "scep_http_responses_total",
    unit: "rows",
    labels: [host, call, code],
    meaning: "Rows of the access log on SCEP and policy module paths, by status or its class.",
    zeroOnly: [
      { code: ["2xx", "4xx", "5xx", "500", "503"] },
      { call: ["pki-operation"], code: ["404.14", "404.15", "413", "414", "500-impersonation"] },
      { call: ["verify", "notify"], code: ["403.7", "403.16"] },
    ],
  }),
  httpErrors: counter({
    name: "scep_http_sys_errors_total",
    unit: "rows",
    labels: [host, httpReason],
    meaning: "Calls that HTTP.sys refused or lost before IIS could log them, by its reason.",
    zeroOnly: [
      {
        http_reason: [
          "AppOffline",
          "Connection_Abandoned_By_ReqQueue",
          "QueueFull",
          "RequestLength",
          "URL_Length",
          "other",
        ],
      },
    ],
  }),
  verifications: counter({
    name: "scep_verifications_total",
    unit: "records",
    labels: [host, teller("policy-module", "registration-point", "connector", "other"), verdict],
    meaning: "Ends of a challenge's verification, by who tells it and what it says.",
    zeroOnly: [
      { teller: ["policy-module", "registration-point", "connector"], verdict: ["passed", "refused"] },
    ],
  }),
  refusals: counter({
    name: "scep_ndes_refusals_total",
    unit: "events",
    labels: [host, refusal],
    meaning: "Events of NDES by which it turned a request away.",
  }),
  decisions: counter({
    name: "scep_ca_decisions_total",
    unit: "records",
    labels: [host, teller("ca-security", "ca-application", "connector", "ndes", "other"), decision],
    meaning:
      "What became of requests at the certification authority, by the log that tells it; the host is the one that wrote that log.",
    zeroOnly: [
      { teller: ["ca-security", "ca-application", "connector"] },
      { teller: ["ndes"], decision: ["failed"] },
    ],
  }),
  issueErrors: counter({
    name: "scep_issue_errors_total",
    unit: "records",
    labels: [host, teller("ca-security", "ca-application", "connector", "ndes", "other"), issueReason],
    meaning: "Of these, the ones that say no, by class of the result code.",
    zeroOnly: [{ teller: ["ca-application", "connector", "ndes"] }],
  }),
  reports: counter({
    name: "scep_reports_total",
    unit: "records",
    labels: [host, step, result],
    meaning: "Steps on the way of a report to Intune, of both generations of connector.",
    zeroOnly: [{ result: ["ok", "failed"] }],
  }),
  events: counter({
    name: "scep_host_events_total",
    unit: "events",
    labels: [host, event],
    meaning:
      "Starts, stops and failures of the services and application pools that serve SCEP: each crash of such a pool is one `pool-crashed` (WAS), and `worker-crashed` is Application Error, which does not say whose worker process it was.",
  }),
  processingFiles: gauge({
    name: "scep_processing_files",
    unit: "files",
    labels: [host],
    zeros: "server",
    meaning: "Status files in Processing: reports that are not uploaded yet.",
  }),
  processingOldest: gauge({
    name: "scep_processing_oldest_timestamp_seconds",
    unit: "seconds",
    labels: [host],
    meaning: "Last change of the oldest file in Processing; absent where there is none with a time.",
  }),
  processingUntracked: counter({
    name: "scep_processing_untracked_total",
    unit: "files",
    labels: [host],
    meaning:
      "Files seen in Processing when as many as can be told apart were there already: the gauge is too low by these.",
  }),
  expiry: gauge({
    name: "scep_certificate_expiry_timestamp_seconds",
    unit: "seconds",
    labels: [host, certificate],
    meaning: "End of validity of a certificate, as a log last told it.",
  }),
  problems: gauge({
    name: "scep_host_problems",
    unit: "findings",
    labels: [host, cause],
    meaning:
      "What is wrong with a host rather than with one request, by cause: how many signs of it there are; causes of hosts are zero when all is well.",
  }),
};
