import { ATTR_CLIENT_ADDRESS, ATTR_ERROR_TYPE } from "@opentelemetry/semantic-conventions";

/** Where an attribute stands. */
export type Carrier = "resource" | "request" | "stage" | "late evidence" | "event" | "link";

export interface TraceAttribute {
  readonly name: string;
  readonly on: readonly Carrier[];
  readonly meaning: string;
}

const spans: readonly Carrier[] = ["request", "stage", "late evidence"];
const whole: readonly Carrier[] = ["request", "late evidence"];

/** Every attribute that is sent, printed as `deploy/docs/traces.md`. Names without `scep.` are those of OpenTelemetry's semantic conventions. */
export const traceAttributes: readonly TraceAttribute[] = [
  {
    name: "service.name",
    on: ["resource"],
    meaning: "`scep`: what the servers do together.",
  },
  { name: "host.name", on: ["resource"], meaning: "The NDES server, or who else told of the request." },
  {
    name: ATTR_ERROR_TYPE,
    on: spans,
    meaning: "What failed: the cause's id in the failure catalogue, `_OTHER` where none is claimed.",
  },
  {
    name: ATTR_CLIENT_ADDRESS,
    on: whole,
    meaning: "Address that the device came from; the first of several.",
  },
  { name: "user.id", on: whole, meaning: "User, or its pseudonym; the first of several." },
  { name: "device.id", on: whole, meaning: "Device in Intune, or its pseudonym; the first of several." },
  {
    name: "scep.request.id",
    on: spans,
    meaning: "The request's id, as the page, the API and `analyze` have it.",
  },
  { name: "scep.outcome", on: whole, meaning: "`succeeded`, `failed`, `open` or `unknown`." },
  { name: "scep.platform", on: whole, meaning: "Platform of the device." },
  {
    name: "scep.generation",
    on: whole,
    meaning: "Generation of the connector: `legacy`, `unified`, `unknown`.",
  },
  { name: "scep.stage.reached", on: whole, meaning: "The furthest stage with a record; 0: none." },
  { name: "scep.stage.failed", on: whole, meaning: "The stage that failed, where one did." },
  {
    name: "scep.stages",
    on: whole,
    meaning:
      "Status of each of the six, also of those without a span: `done`, `failed`, `pending`, `implied`, `unknown`.",
  },
  { name: "scep.stage", on: ["stage", "event"], meaning: "1 to 6." },
  { name: "scep.stage.status", on: ["stage"], meaning: "Its status, one of the same words." },
  {
    name: "scep.stage.has_duration",
    on: ["stage"],
    meaning: "False: the logs tell when it began and not how long it took; its span has no length.",
  },
  {
    name: "scep.grade",
    on: [...spans, "event"],
    meaning:
      "How surely it is bound: `key`, `exact`, `probable`; of a whole request the least sure of its records, of a stage that of what tells its status.",
  },
  {
    name: "scep.stage.time_grade",
    on: ["stage"],
    meaning:
      "The same of what tells when it began and how long it took; there only where that is less sure than its status.",
  },
  {
    name: "scep.cause.id",
    on: spans,
    meaning: "The cause that is claimed, of a stage only where it failed.",
  },
  { name: "scep.cause.title", on: spans, meaning: "The same in words." },
  { name: "scep.cause.because", on: whole, meaning: "What in the evidence claims it." },
  { name: "scep.transaction.id", on: whole, meaning: "SCEP transaction ids." },
  { name: "scep.certificate.thumbprint", on: whole, meaning: "SHA-1 of certificates." },
  { name: "scep.certificate.serial_number", on: whole, meaning: "Serial numbers of certificates." },
  { name: "scep.profile.id", on: whole, meaning: "Profiles in Intune." },
  { name: "scep.ca.request_id", on: whole, meaning: "Requests at the certification authority." },
  { name: "scep.evidence.records", on: whole, meaning: "Records that belong to it." },
  { name: "scep.candidates", on: whole, meaning: "Records that might, and fit others equally." },
  {
    name: "scep.sample.percent",
    on: whole,
    meaning: "How many requests of a hundred are sent if they did not fail; absent where all are.",
  },
  { name: "scep.evidence.path", on: ["event"], meaning: "File of the record, as shown to people." },
  { name: "scep.evidence.offset", on: ["event"], meaning: "Its first byte there." },
  { name: "scep.evidence.length", on: ["event"], meaning: "Its length in bytes." },
  { name: "scep.evidence.host", on: ["event"], meaning: "Host whose log it stands in." },
  { name: "scep.evidence.writer", on: ["event"], meaning: "Who wrote it." },
  { name: "scep.evidence.why", on: ["event"], meaning: "Why it belongs to the request." },
  {
    name: "scep.evidence.untimed",
    on: ["event"],
    meaning: "True: the record has no time that can be trusted; it stands at the start of its span.",
  },
  {
    name: "scep.evidence.text",
    on: ["event"],
    meaning:
      "The record's own words, 400 characters at most and without messages. Only with `traces.logTexts`, never where names are hidden.",
  },
  {
    name: "scep.link",
    on: ["link"],
    meaning: "`late-evidence`: the linked span is the request as it was sent.",
  },
];
