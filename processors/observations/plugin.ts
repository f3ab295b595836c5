import type { Key, Observation } from "../contract/index.ts";
import { copyText } from "../records/index.ts";
import type { CmtraceRecord } from "../records/index.ts";
import type { OpenFacts } from "./facts.ts";
import type { FailureReason } from "./failure-reasons.ts";
import { toHresult } from "./hresult.ts";
import { findIntuneError } from "./intune-error.ts";
import { internText, quoteText } from "./kept-text.ts";
import { addLabelledKeys } from "./labelled-keys.ts";
import { noFacts, noKeys, toObservation } from "./observation.ts";
import type { Saying } from "./observation.ts";
import type { ObserveContext } from "./observe-context.ts";
import { recurringSayings } from "./recurring-sayings.ts";
import { winHttpReason } from "./winhttp.ts";

/**
 * NDESPlugin.log, the policy module of the legacy connector. Its texts (Microsoft, "Troubleshoot NDES policy module and
 * certificate registration point"), one thread per request, in this order:
 * ```
 * Calling VerifyRequest ...                            Calling Notifyrequest ...
 * Sending request to certificate registration point.   Sending request to certificate registration point.
 * Verify challenge returns true|false|<HTTP body>      Exiting Notify with 0x0
 * Exiting VerifyRequest with 0x0
 * Failed to send http request <path>. Error <WinHTTP error>
 * ```
 */
export function observePlugin(record: CmtraceRecord, context: ObserveContext, out: Observation[]): void {
  const saying = recurring.get(record.text) ?? recurring.keep(record.text, readText(record.text));
  const said: Saying = isPlugin(record, saying, context) ? saying : { ...saying, writer: "other" };
  out.push(toObservation(record, context, said));
}

/**
 * Other logs come in the same envelope, and their thread numbers must not be taken for the policy module's: what is not
 * named after it and does not use its words is somebody else's.
 */
function isPlugin(record: CmtraceRecord, saying: Saying, context: ObserveContext): boolean {
  if (saying.kind !== "run.note" || /ndes/i.test(record.component)) return true;
  return /ndesplugin|policymodule/i.test(context.file.path);
}

const verifyReturned = { writer: "plugin", kind: "verify.returned", stage: 3, keys: noKeys } as const;
const called = { writer: "plugin", outcome: "none", keys: noKeys, facts: noFacts } as const;
const exited = { writer: "plugin", outcome: "ok", keys: noKeys, facts: { code: "0x00000000" } } as const;

/** The common texts, exact: the fast path. */
const constants: ReadonlyMap<string, Saying> = new Map<string, Saying>([
  ["Calling VerifyRequest ...", { ...called, kind: "verify.started", stage: 3 }],
  ["Sending request to certificate registration point.", { ...called, kind: "run.sent", stage: 0 }],
  ["Verify challenge returns true", { ...verifyReturned, outcome: "ok", facts: { verdict: true } }],
  ["Verify challenge returns false", { ...verifyReturned, outcome: "failed", facts: { verdict: false } }],
  ["Exiting VerifyRequest with 0x0", { ...exited, kind: "verify.finished", stage: 3 }],
  ["Calling Notifyrequest ...", { ...called, kind: "report.started", stage: 6 }],
  ["Exiting Notify with 0x0", { ...exited, kind: "report.finished", stage: 6 }],
]);

const recurring = recurringSayings(constants);

/** The tolerant forms: other case, other number of full stops, codes other than 0. */
function readText(text: string): Saying {
  const start = text.slice(0, 200).trim();
  for (const [form, read] of forms) {
    const match = form.exec(start);
    if (match !== null) return read(match, text);
  }
  return readNote(text);
}

const forms: readonly (readonly [RegExp, (match: RegExpExecArray, text: string) => Saying])[] = [
  [/^Calling Verify ?Request\b/i, () => ({ ...called, kind: "verify.started", stage: 3 })],
  [/^Calling Notify/i, () => ({ ...called, kind: "report.started", stage: 6 })],
  [/^Sending request to certificate registration point/i, () => ({ ...called, kind: "run.sent", stage: 0 })],
  [/^Verify challenge returns\b/i, (_match, text) => readVerdict(text)],
  [/^Exiting (\w{1,40}) with (0x[0-9a-f]{1,8}|-?\d{1,10})/i, readExit],
  [/^Failed to send http request (\S{1,160}?)\.? Error:? (0x[0-9a-f]{1,8}|\d{1,10})/i, readFailedCall],
  [/^WINHTTP_CALLBACK_STATUS_FLAG_(\w{1,60})/i, readTlsFlag],
];

/**
 * What follows is the raw body of the HTTP answer: `true`, `false`, or a whole page of the web server that names the
 * status (`<title>403 - Forbidden: Access is denied.</title>`).
 */
function readVerdict(text: string): Saying {
  const body = text.trimStart().slice("Verify challenge returns".length, scanCharsMax).trim();
  const word = /^["']?(true|false)\b/i.exec(body)?.[1]?.toLowerCase();
  if (word === "true") return { ...verifyReturned, outcome: "ok", facts: { verdict: true } };
  if (word === "false") return { ...verifyReturned, outcome: "failed", facts: { verdict: false } };
  const title = /<title>([^<]{1,200})<\/title>/i.exec(body)?.[1] ?? body;
  const facts: OpenFacts = { verdict: false, text: quoteText(title) };
  const status = statusForm.exec(title) ?? httpSysStatus.exec(body);
  if (status !== null) {
    facts.status = Number(status[1]);
    facts.reason = "http-refused" satisfies FailureReason;
    const substatus = status[2] ?? /\b[45]\d\d\.(\d{1,2})\b/.exec(body)?.[1];
    if (substatus !== undefined) facts.substatus = Number(substatus);
  }
  return { ...verifyReturned, outcome: "failed", facts };
}

const statusForm = /\b([1-5]\d\d)(?:\.(\d{1,2}))?\b/;
/** A page that HTTP.sys itself makes has no number in its title. */
const httpSysStatus = /\bHTTP Error ([45]\d\d)(?:\.(\d{1,2}))?\b/i;

function readExit(match: RegExpExecArray, text: string): Saying {
  const name = (match[1] ?? "").toLowerCase();
  const code = toHresult(match[2] ?? "") ?? "";
  const outcome = code === "0x00000000" ? "ok" : "failed";
  const facts = { code: copyText(code) };
  if (name.startsWith("verify")) return { ...exited, kind: "verify.finished", stage: 3, outcome, facts };
  if (name.startsWith("notify")) return { ...exited, kind: "report.finished", stage: 6, outcome, facts };
  return readNote(text);
}

function readFailedCall(match: RegExpExecArray): Saying {
  const [, path = "", code = ""] = match;
  const reason: FailureReason = winHttpReason(code) ?? "connection-lost";
  const facts = { code: internText(toWinHttp(code)), path: internText(path), reason };
  return {
    writer: "plugin",
    kind: "run.failed",
    stage: stageOfPath(path),
    outcome: "failed",
    keys: noKeys,
    facts,
  };
}

/** 0x80072f8f and 12175 are the same error. */
function toWinHttp(code: string): string {
  return code.startsWith("0x") || code.startsWith("0X") ? (toHresult(code) ?? code) : code;
}

/** Where the path does not tell, the run does. */
function stageOfPath(path: string): 0 | 3 | 6 {
  if (/\/VerifyRequest\b/i.test(path)) return 3;
  return /\/Notify\b/i.test(path) ? 6 : 0;
}

/** Comes before the failed call of the same thread and says why TLS failed. */
function readTlsFlag(match: RegExpExecArray, text: string): Saying {
  const reason: FailureReason = tlsFlags.get((match[1] ?? "").toUpperCase()) ?? "tls-failure";
  const facts = { reason, text: quoteText(text) };
  return { writer: "plugin", kind: "run.note", stage: 0, outcome: "none", keys: noKeys, facts };
}

function readNote(text: string): Saying {
  const scanned = text.slice(0, scanCharsMax);
  const error = findIntuneError(scanned);
  const keys: Key[] = error === null ? [] : [...error.keys];
  addLabelledKeys(keys, scanned);
  const facts: OpenFacts = { text: quoteText(scanned) };
  if (error?.reason != null) facts.reason = error.reason;
  return { writer: "plugin", kind: "run.note", stage: 0, outcome: "none", keys, facts };
}

const scanCharsMax = 8192;

const tlsFlags: ReadonlyMap<string, FailureReason> = new Map([
  ["CERT_CN_INVALID", "tls-name-mismatch"],
  ["CERT_DATE_INVALID", "tls-certificate-date"],
  ["CERT_REVOKED", "tls-certificate-revoked"],
  ["CERT_REV_FAILED", "tls-revocation-offline"],
  ["INVALID_CERT", "tls-certificate-invalid"],
  ["INVALID_CA", "tls-untrusted-authority"],
]);
