import type { FailureReason } from "./failure-reasons.ts";

/** What an Apple device's error says of its enrolment. */
export interface AppleFailure {
  /** That of the innermost error: it comes last. */
  readonly code: string | null;
  /** Null where nobody has said what the number means: then it stands for itself. */
  readonly reason: FailureReason | null;
  /** It ended while NDES was talked to, before a reply to the request was there. */
  readonly atContact: boolean;
}

/**
 * The errors of one text stand within each other, the outermost first, each with its domain and its code:
 * ```
 * Domain : MCInstallationErrorDomain   Code : 4001        Error Domain=NSURLErrorDomain Code=-1001 "The request timed out."
 * Domain : MCSCEPErrorDomain           Code : 22013       <MDM-SCEP:15002>
 * ```
 */
export function appleFailure(text: string): AppleFailure {
  const codes = [...text.matchAll(number)].map((each) => each[1] ?? each[2] ?? "");
  const isNetwork = network.test(text);
  // The innermost error says why: what stands around one of the network was not the reply.
  const isCall = /NSURLErrorDomain/i.test(text);
  const reason = (isNetwork ? networkReason(text, codes) : null) ?? (isCall ? null : scepReason(text, codes));
  return {
    code: codes.at(-1) ?? null,
    reason,
    atContact: reason === null ? isNetwork : reason !== "reply-unusable",
  };
}

const number = /\bCode\s{0,8}[:=]\s{0,4}(-?\d{1,6})\b|<[\w-]{1,64}:(-?\d{1,10})>/gi;
const network = /NSURLErrorDomain|timed out|could not connect|network connection was lost/i;

function networkReason(text: string, codes: readonly string[]): FailureReason | null {
  return known(urlErrors, codes) ?? words.find(([form]) => form.test(text))?.[1] ?? null;
}

function known(errors: ReadonlyMap<string, FailureReason>, codes: readonly string[]): FailureReason | null {
  return codes.map((code) => errors.get(code)).find((each) => each !== undefined) ?? null;
}

const words: readonly (readonly [RegExp, FailureReason])[] = [
  [/timed out/i, "timed-out"],
  [/connection was lost/i, "connection-lost"],
  [/could not connect/i, "cannot-connect"],
];

/**
 * NSURLErrorDomain (Apple, Foundation: URL loading system error codes). -1018 to -1020: roaming is off, a call is active, no data is allowed. -1205 has the name of a client
 * certificate that is rejected (NSURLErrorClientCertificateRejected) and is described as "A server certificate was rejected": TLS failed in either case, and whose it was is
 * not told. Of others only that the call failed.
 */
const urlErrors: ReadonlyMap<string, FailureReason> = new Map([
  ["-1001", "timed-out"],
  ["-1003", "name-not-resolved"],
  ["-1004", "cannot-connect"],
  ["-1005", "connection-lost"],
  ["-1006", "name-not-resolved"],
  ["-1009", "cannot-connect"],
  ["-1011", "invalid-response"],
  ["-1018", "cannot-connect"],
  ["-1019", "cannot-connect"],
  ["-1020", "cannot-connect"],
  ["-1200", "tls-failure"],
  ["-1201", "tls-certificate-date"],
  ["-1202", "tls-untrusted-authority"],
  ["-1203", "tls-untrusted-authority"],
  ["-1204", "tls-certificate-date"],
  ["-1205", "tls-failure"],
  ["-1206", "client-certificate-needed"],
]);

function scepReason(text: string, codes: readonly string[]): FailureReason | null {
  if (/\bMDM-SCEP\b|\[MDM_SCEP_Enroll\]/.test(text)) return known(macErrors, codes);
  return /MCSCEPErrorDomain/i.test(text) ? known(scepErrors, codes) : null;
}

/**
 * A Mac's codes are published nowhere. Known are those that were seen together with what the server did: MDM-SCEP 15002 where PKIOperation was answered with 200 and no
 * certificate came of it (github.com/fleetdm/fleet, issue 34780), NSOSStatusErrorDomain -603 where it was answered with 500 (github.com/micromdm/micromdm, issue 436).
 */
const macErrors: ReadonlyMap<string, FailureReason> = new Map([
  ["15002", "reply-unusable"],
  ["-603", "reply-unusable"],
]);

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
