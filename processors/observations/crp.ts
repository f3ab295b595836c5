import type { Key, Observation } from "../contract/index.ts";
import { copyText, remembered } from "../records/index.ts";
import type { SvclogRecord } from "../records/index.ts";
import type { OpenFacts } from "./facts.ts";
import type { FailureReason } from "./failure-reasons.ts";
import { findHresult, toHresult } from "./hresult.ts";
import { findIntuneError } from "./intune-error.ts";
import { addKey } from "./keys.ts";
import { quoteText } from "./kept-text.ts";
import { addLabelledKeys } from "./labelled-keys.ts";
import { noFacts, noKeys, toObservation } from "./observation.ts";
import type { Saying } from "./observation.ts";
import type { ObserveContext } from "./observe-context.ts";
import { recurringSayings } from "./recurring-sayings.ts";

/**
 * CertificateRegistrationPoint_*.svclog, the checks behind `VerifyRequest` and `Notify`. The texts are those of
 * Microsoft's pictures of the log; the full stop is missing on some lines. One managed thread per call:
 * ```
 * VerifyRequest Started.                                      Notify Started
 * Validation Phase <n> started[. …]                           …
 * Validation Phase <n> finished with status True|False.       Dropping file <name>.CRS for … User : <user>, Dev…
 * VerifyRequest Finished with status True|False               Successfully dropped file.
 *                                                             Notify Finished.
 * ```
 * One exception is written as three records of level Error. Each is observed; they count as one failure.
 */
export function observeCrp(record: SvclogRecord, context: ObserveContext, out: Observation[]): void {
  const said = sayingOf(record, context);
  const saying = record.activityId === "" ? said : withActivity(said, record.activityId);
  out.push(toObservation(record, context, saying));
}

function sayingOf(record: SvclogRecord, context: ObserveContext): Saying {
  // An error says more than its text.
  if (isError(record)) return constants.get(record.text) ?? readText(record, context);
  return recurring.get(record.text) ?? recurring.keep(record.text, readText(record, context));
}

function isError(record: SvclogRecord): boolean {
  return record.level === "Error" || record.level === "Critical";
}

/** Whether a text is one of the registration point's own, for traces whose name and source do not tell. */
export function isCrpText(text: string): boolean {
  return constants.has(text) || forms.some(([form]) => form.test(text.slice(0, 120).trimStart()));
}

function withActivity(saying: Saying, activityId: string): Saying {
  const { writer, kind, stage, outcome, facts } = saying;
  if (saying.keys.length === 0)
    return { writer, kind, stage, outcome, keys: activityKeys(activityId), facts };
  const keys: Key[] = [...saying.keys];
  addKey(keys, "activityId", activityId);
  return { ...saying, keys };
}

/** The records of a call share their activity: one list serves them all. */
const activityKeys = remembered((activityId): readonly Key[] => {
  const keys: Key[] = [];
  addKey(keys, "activityId", activityId);
  return keys.slice();
}, 256);

const none = { writer: "crp", outcome: "none", keys: noKeys, facts: noFacts } as const;

function verified(verdict: boolean): Saying {
  return {
    ...none,
    kind: "verify.finished",
    stage: 3,
    outcome: verdict ? "ok" : "failed",
    facts: { verdict },
  };
}

function phase(number: number, verdict: boolean): Saying {
  const facts = { verdict, phase: number };
  return { ...none, kind: "verify.phase", stage: 3, outcome: verdict ? "ok" : "failed", facts };
}

/** A text with a constant saying; the notes of every run are among them, so that they cost nothing. */
function constant(text: string, saying: Saying): readonly (readonly [string, Saying])[] {
  return [
    [text, saying],
    [`${text}.`, saying],
  ];
}

function note(text: string): readonly (readonly [string, Saying])[] {
  return [text, `${text}.`].map(
    (form) => [form, { ...none, kind: "run.note", stage: 0, facts: { text: form } }] as const,
  );
}

const constants: ReadonlyMap<string, Saying> = new Map<string, Saying>([
  ...constant("VerifyRequest Started", { ...none, kind: "verify.started", stage: 3 }),
  ...constant("VerifyRequest Finished with status True", verified(true)),
  ...constant("VerifyRequest Finished with status False", verified(false)),
  ...[1, 2, 3].flatMap((number) => [
    ...constant(`Validation Phase ${number} finished with status True`, phase(number, true)),
    ...constant(`Validation Phase ${number} finished with status False`, phase(number, false)),
  ]),
  ...constant("Notify Started", { ...none, kind: "report.started", stage: 6 }),
  ...constant("Notify Finished", { ...none, kind: "report.finished", stage: 6, outcome: "ok" }),
  ...note("Retrieveing the CRP certificate"),
  ...note("Retrieving the GWP or MP certificate"),
  ...note("Verifying the signature"),
  ...note("Decrypt the body"),
  ...note("Deserialize the decoded challenge password"),
  ...note("Successfully dropped file"),
  ...note(
    String.raw`Reading EncryptionCertThumbprint from HKLM\SOFTWARE\Microsoft\MicrosoftIntune\NDESConnector`,
  ),
  ...note(String.raw`Reading SigningCertificate from HKLM\SOFTWARE\Microsoft\MicrosoftIntune\NDESConnector`),
  ...note("Reading Template Permission Check from registry"),
]);

const recurring = recurringSayings(constants);

function readText(record: SvclogRecord, context: ObserveContext): Saying {
  const start = record.text.slice(0, 600).trim();
  for (const [form, read] of forms) {
    const match = form.exec(start);
    if (match !== null) return read(match, context, record.text);
  }
  return readFailure(record) ?? readNote(record.text);
}

type Read = (match: RegExpExecArray, context: ObserveContext, text: string) => Saying;

const forms: readonly (readonly [RegExp, Read])[] = [
  // First, for it is the only one whose text is new each time.
  [/^Dropping file (\S{1,260})/i, readDrop],
  [/^Verify ?Request started\b/i, () => ({ ...none, kind: "verify.started", stage: 3 })],
  [/^Verify ?Request finished with status:? (true|false)\b/i, (match) => verified(isTrue(match[1]))],
  [
    /^Validation Phase (\d{1,3}) finished with status:? (true|false)\b/i,
    (match) => phase(Number(match[1]), isTrue(match[2])),
  ],
  [/^Validation Phase (\d{1,3}) started\b/i, readPhaseStart],
  [/^Notify(?: ?Request)? started\b/i, () => ({ ...none, kind: "report.started", stage: 6 })],
  [/^Notify(?: ?Request)? finished\b(?:.*\b(false)\b)?/i, readNotifyEnd],
];

function isTrue(word: string | undefined): boolean {
  return word?.toLowerCase() === "true";
}

function readPhaseStart(match: RegExpExecArray, _context: ObserveContext, text: string): Saying {
  return { ...none, kind: "run.note", stage: 0, facts: { phase: Number(match[1]), text: quoteText(text) } };
}

function readNotifyEnd(match: RegExpExecArray): Saying {
  return { ...none, kind: "report.finished", stage: 6, outcome: match[1] === undefined ? "ok" : "failed" };
}

/** `Dropping file <name>.CRS for Certificate Request Status Data for User : <user id>, Dev…`: the name leads to the file. */
function readDrop(match: RegExpExecArray, context: ObserveContext, text: string): Saying {
  const fileName = copyText((match[1] ?? "").split(/[\\/]/).pop() ?? "");
  const keys: Key[] = [];
  addKey(keys, "statusFile", `${context.host}/${fileName.toUpperCase()}`);
  addKey(keys, "userId", /\bUser ?(?:ID)?\s?[:-]\s?([^,\s]{1,128})/i.exec(text.slice(0, 1024))?.[1] ?? "");
  addKey(
    keys,
    "deviceId",
    /\bDevice ?(?:ID)?\s?[:-]\s?([^,\s]{1,128})/i.exec(text.slice(0, 1024))?.[1] ?? "",
  );
  return { ...none, kind: "report.queued", stage: 6, outcome: "none", keys, facts: { fileName } };
}

/** Null when the text is no failure. */
function readFailure(record: SvclogRecord): Saying | null {
  const text = record.text.slice(0, scanCharsMax);
  const error = findIntuneError(text);
  const reason = error?.reason ?? knownFailures.find(([form]) => form.test(text))?.[1];
  if (reason === undefined && !isError(record)) return null;
  const keys: Key[] = error === null ? [] : [...error.keys];
  addLabelledKeys(keys, text);
  const facts: OpenFacts = { text: quoteText(text) };
  const code = toHresult(connectorCode.exec(text)?.[0] ?? "") ?? findHresult(text);
  if (code !== null) facts.code = code;
  if (reason !== undefined) facts.reason = reason;
  else if (/exception/i.test(text)) facts.reason = "exception" satisfies FailureReason;
  // An error without a known reason may be of either call: its run tells.
  if (reason === undefined) return { ...none, kind: "run.failed", stage: 0, outcome: "failed", keys, facts };
  return isOfNotify(text)
    ? { ...none, kind: "report.failed", stage: 6, outcome: "failed", keys, facts }
    : { ...none, kind: "verify.failed", stage: 3, outcome: "failed", keys, facts };
}

/** Notify reads the challenge again with the same code; then the frames of the stack say so. */
function isOfNotify(text: string): boolean {
  return (
    /^[ \t]{0,16}at \S{0,200}\bNotify\w{0,20}\(/im.test(text) && !/VerifyRequest|ValidationPhase/i.test(text)
  );
}

function readNote(text: string): Saying {
  const keys: Key[] = [];
  addLabelledKeys(keys, text);
  return { ...none, kind: "run.note", stage: 0, keys, facts: { text: quoteText(text) } };
}

const scanCharsMax = 16_384;
/** Diagnostic codes of the connector (Microsoft, "Intune Certificate Connector events and diagnostic codes"). */
const connectorCode = /\b0x0{0,5}4(?:08|09|10|11)\b/i;

const knownFailures: readonly (readonly [RegExp, FailureReason])[] = [
  [/Subject ?Name in CSR .{0,1000} do(?:es)? not match/is, "subject-mismatch"],
  [/Signing certificate could not be (?:retrieved|found)/i, "signing-certificate-missing"],
  [/m_safeCertContext is an invalid handle/i, "signing-certificate-missing"],
  [/Encryption certificate could not be (?:retrieved|found)/i, "encryption-certificate-missing"],
  [/\b0x0{0,5}408\b/i, "encryption-certificate-missing"],
  [/\b0x0{0,5}409\b/i, "signing-certificate-missing"],
  [/\b0x0{0,5}410\b/i, "challenge-unreadable"],
  [/\b0x0{0,5}411\b/i, "challenge-expired"],
  [/challenge\b.{0,80}\b(?:has )?expired/i, "challenge-expired"],
  [/challenge\b.{0,80}\b(?:could not be|cannot be|failed to) (?:de\w+|read)/i, "challenge-unreadable"],
];
