import type { FailureReason } from "./failure-reasons.ts";

/** What an Apple device's error says of its enrolment. */
export interface AppleFailure {
  /** That of the innermost error: it comes last. */
  readonly code: string | null;
  readonly reason: FailureReason | null;
  /** It ended while NDES was talked to, before a reply to the request was there. */
  readonly atContact: boolean;
}

/**
 * The errors of one text stand within each other, the outermost first, each with its domain and its code:
 * ```
 * Domain : MCInstallationErrorDomain   Code : 4001        Error Domain=NSURLErrorDomain Code=-1001 "The request timed out."
 * Domain : MCSCEPErrorDomain           Code : 22013
 * ```
 */
export function appleFailure(text: string): AppleFailure {
  const codes = [...text.matchAll(/\bCode\s{0,8}[:=]\s{0,4}(-?\d{1,6})\b/gi)].map((each) => each[1] ?? "");
  const reason = networkReason(text, codes) ?? scepReason(text, codes);
  return { code: codes.at(-1) ?? null, reason, atContact: reason !== null && reason !== "reply-unusable" };
}

function networkReason(text: string, codes: readonly string[]): FailureReason | null {
  const isNetwork = /NSURLErrorDomain|timed out|could not connect|network connection was lost/i.test(text);
  if (!isNetwork) return null;
  const known = codes.map((code) => urlErrors.get(code)).find((each) => each !== undefined);
  if (known !== undefined) return known;
  if (/timed out/i.test(text)) return "timed-out";
  return /connection was lost/i.test(text) ? "connection-lost" : "cannot-connect";
}

/** NSURLErrorDomain (Apple, Foundation: URL loading system error codes). */
const urlErrors: ReadonlyMap<string, FailureReason> = new Map([
  ["-1001", "timed-out"],
  ["-1003", "name-not-resolved"],
  ["-1004", "cannot-connect"],
  ["-1005", "connection-lost"],
  ["-1006", "name-not-resolved"],
  ["-1009", "cannot-connect"],
  ["-1011", "invalid-response"],
  ["-1200", "tls-failure"],
  ["-1201", "tls-certificate-date"],
  ["-1202", "tls-untrusted-authority"],
  ["-1203", "tls-untrusted-authority"],
  ["-1204", "tls-certificate-date"],
]);

function scepReason(text: string, codes: readonly string[]): FailureReason | null {
  if (/\bMDM-SCEP\b/.test(text)) return "reply-unusable";
  if (!/MCSCEPErrorDomain/i.test(text)) return null;
  return codes.map((code) => scepErrors.get(code)).find((each) => each !== undefined) ?? null;
}

/**
 * Codes of MCSCEPErrorDomain (Apple, Mobile Device Management Protocol Reference, error codes): what came of GetCACert (22002, 22003, 22004), no network (22005), and an answer
 * to PKIOperation that is a refusal or no reply at all (22013). The others are the device's own: its keys, its store.
 */
const scepErrors: ReadonlyMap<string, FailureReason> = new Map([
  ["22002", "ca-certificate-unusable"],
  ["22003", "ca-certificate-unusable"],
  ["22004", "ca-certificate-unusable"],
  ["22005", "cannot-connect"],
  ["22013", "reply-unusable"],
]);
