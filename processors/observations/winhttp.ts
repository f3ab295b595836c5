import type { FailureReason } from "./failure-reasons.ts";

/**
 * What a WinHTTP error says, as its number (`12007`) or as the result code that it becomes (`0x80072ee7`); null where it is neither, or is none of those that are known.
 */
export function winHttpReason(code: string): FailureReason | null {
  const number = /^0x80072[ef][0-9a-f]{2}$/i.test(code) ? Number(code) - fromWin32 : Number(code);
  return winHttpErrors.get(number) ?? null;
}

/** HRESULT_FROM_WIN32 */
const fromWin32 = 0x80070000;

/** Errors of WinHTTP (winhttp.h). */
const winHttpErrors: ReadonlyMap<number, FailureReason> = new Map([
  [12002, "timed-out"],
  [12007, "name-not-resolved"],
  [12029, "cannot-connect"],
  [12030, "connection-lost"],
  [12037, "tls-certificate-date"],
  [12038, "tls-name-mismatch"],
  [12044, "client-certificate-needed"],
  [12045, "tls-untrusted-authority"],
  [12057, "tls-revocation-offline"],
  [12152, "invalid-response"],
  [12169, "tls-certificate-invalid"],
  [12170, "tls-certificate-revoked"],
  [12175, "tls-failure"],
  [12185, "client-certificate-needed"],
  [12186, "client-certificate-needed"],
]);
