import type { OpenFacts } from "./facts.ts";
import type { FailureReason } from "./failure-reasons.ts";
import { winHttpReason } from "./winhttp.ts";

/** What a Windows device's failed enrolment says beyond its code. */
export interface EnrollFailure {
  /** It ended while NDES was talked to, before a reply to the request was there. */
  readonly atContact: boolean;
  readonly reason: FailureReason | null;
  /** What the web server answered. */
  readonly status: number | null;
}

/**
 * The code tells how far the device came; without one the words of the same code do:
 * ```
 * 0x80072e00 to 0x80072fff   WinHTTP: no connection, or no HTTP answer
 * 0x80190190 to 0x80190257   the answer's HTTP status, 400 to 599, in its last two bytes (winerror.h, HTTP_E_STATUS_…)
 * 0x80091007                 CRYPT_E_HASH_VALUE: the CA's certificate is not the one whose thumbprint the profile holds
 * 0x8010002c                 SCARD_E_NO_SUCH_CERTIFICATE: of what GetCACert gave no certificate may sign or encrypt
 * ```
 * The last was an RA certificate without key usage and extended key usage; no PKIOperation is sent then
 * (microsoft/Intune-Resource-Access, issue 87).
 */
export function enrollFailure(code: string | null, text: string): EnrollFailure {
  const status = httpStatus(code ?? "", text);
  const reason = status === null ? reasonOf(code ?? "", text) : "http-refused";
  const atContact = reason !== null || /^0x80072[ef]/.test(code ?? "") || words.test(text);
  return { atContact, reason, status };
}

export function addFailure(facts: OpenFacts, { reason, status }: EnrollFailure): void {
  if (reason !== null) facts.reason = reason;
  if (status !== null) facts.status = status;
}

/** Of a text that was cut off within the code the beginning is enough. */
const words = /Failed to Initialize SCEP|0x80072[ef]?/i;

function reasonOf(code: string, text: string): FailureReason | null {
  const known = codes.get(code) ?? winHttpReason(code);
  return known ?? texts.find(([form]) => form.test(text))?.[1] ?? null;
}

const codes: ReadonlyMap<string, FailureReason> = new Map([
  ["0x80091007", "ca-certificate-mismatch"],
  ["0x8010002c", "ca-certificate-unusable"],
]);

const texts: readonly (readonly [RegExp, FailureReason])[] = [
  [/hash value is not correct/i, "ca-certificate-mismatch"],
  [/requested certificate does not exist/i, "ca-certificate-unusable"],
];

/** `Result: (Not found (404).)` is how the code is rendered where its words are known. */
function httpStatus(code: string, text: string): number | null {
  const hex = /^0x8019(0[12][0-9a-f]{2})$/i.exec(code)?.[1];
  const told = /\bResult\s?:\s?\([^()]{1,80}\(([45]\d\d)\)/i.exec(text)?.[1];
  const status = hex === undefined ? Number(told ?? 0) : Number.parseInt(hex, 16);
  return status >= 400 && status <= 599 ? status : null;
}
