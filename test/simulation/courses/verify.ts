import type { Course, CrpLine, Verify } from "./course.ts";
import { firstPhase, goodVerify, opening, secondPhase, statusOf, success } from "./success.ts";

const target = "/CertificateRegistrationSvc/Certificate/VerifyRequest";

const fails = (name: string, cause: string, verify: Partial<Verify>): Course => ({
  ...success,
  name,
  cause,
  outcome: "failed",
  failedStage: 3,
  verify: {
    ...goodVerify,
    passes: false,
    crp: null,
    plugin: ["Verify challenge returns false"],
    exit: "0x80004005",
    ndes29: true,
    ...verify,
  },
  issue: null,
  report: null,
  device: "refused",
});

/** The call to the CRP fails in WinHTTP. Only the legacy plug-in says so. */
const unsent = (name: string, cause: string, error: number, before: readonly string[] = []): Course => ({
  ...fails(name, cause, {
    row: null,
    plugin: [...before, `Failed to send http request ${target}. Error ${error}`],
    exit: `0x8007${error.toString(16)}`,
  }),
  generations: "legacy",
});

/** The site refuses the plug-in's client certificate; the plug-in logs the page that it got. */
const forbidden = (
  name: string,
  cause: string,
  code: readonly [substatus: number, win32: number],
): Course => ({
  ...fails(name, cause, {
    row: statusOf(403, code[0], code[1]),
    plugin: [`Verify challenge returns ${page("403 - Forbidden: Access is denied.")}`],
    exit: "0x80070005",
  }),
  generations: "legacy",
});

/** The CRP says no and why. */
const refused = (name: string, cause: string, crp: readonly CrpLine[], unifiedError = "Unknown"): Course =>
  fails(name, cause, { crp, unifiedError });

const page = (title: string): string =>
  '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\r\n' +
  `<html xmlns="http://www.w3.org/1999/xhtml">\r\n<head>\r\n<title>${title}</title>\r\n</head>\r\n` +
  `<body>\r\n<h2>${title}</h2>\r\n<h3>The page cannot be shown.</h3>\r\n</body>\r\n</html>`;

const note = (text: string): CrpLine => ({ level: "Information", text });
const problem = (text: string): CrpLine => ({ level: "Error", text });
const frame = (name: string): string => `\r\n   at Microsoft.ConfigurationManager.CertRegPoint.${name}`;
const phaseOneFalse = note("Validation Phase 1 finished with status False.");

const invalidHandle =
  "Cryptography Exception: System.Security.Cryptography.CryptographicException: m_safeCertContext is an invalid handle." +
  "\r\n   at System.Security.Cryptography.X509Certificates.X509Certificate.ThrowIfContextInvalid()";

/** Three records for one exception, each one frame longer. */
const noSigningCertificate: readonly CrpLine[] = [
  ...opening,
  problem(`${invalidHandle}${frame("ChallengeValidation.GetSigningCertificate()")}`),
  problem(
    `${invalidHandle}${frame("ChallengeValidation.GetSigningCertificate()")}${frame("ChallengeValidation.ValidationPhase1()")}`,
  ),
  problem(
    `Signing certificate could not be retrieved. Error code: 0x409. ${invalidHandle}${frame("Controllers.Verify()")}`,
  ),
  phaseOneFalse,
];

const subjectMismatch: readonly CrpLine[] = [
  ...firstPhase,
  ...secondPhase,
  problem(
    "Subject Name in CSR CN=Doe\\, Jo and challenge CN=Doe, Jo do not match\r\n\r\n\r\nException: System.ArgumentException: " +
      "Subject name does not match" +
      frame("ChallengeValidation.ValidationPhase3(ChallengeContents contents)"),
  ),
  note("Validation Phase 3 finished with status False."),
];

const coded = (code: string, words: string): readonly CrpLine[] => [
  ...firstPhase,
  problem(`${words} Error code: ${code}.`),
  phaseOneFalse,
];

/** Stage 3: the challenge is not accepted, or cannot be checked. */
export const verifyCourses: readonly Course[] = [
  unsent("tls-name-mismatch", "verify.tls-name-mismatch", 12175, [
    "WINHTTP_CALLBACK_STATUS_FLAG_CERT_CN_INVALID",
  ]),
  unsent("tls-failure", "verify.tls-failure", 12175),
  unsent("crp-no-connection", "verify.crp-unreachable", 12029),
  unsent("crp-no-name", "verify.crp-unreachable", 12007),
  unsent("crp-timeout", "verify.crp-unreachable", 12002),
  unsent("crp-bad-response", "verify.crp-unreachable", 12152),
  forbidden("client-untrusted", "verify.client-certificate-untrusted", [16, 2148204809]),
  forbidden("client-required", "verify.client-certificate-rejected", [7, 64]),
  forbidden("client-revoked", "verify.client-certificate-rejected", [13, 2148081683]),
  forbidden("client-out-of-date", "verify.client-certificate-rejected", [17, 2148204801]),
  {
    ...fails("client-expired", "verify.client-certificate-expired", { row: null, plugin: [], exit: null }),
    generations: "legacy",
  },
  {
    ...fails("crp-500", "verify.crp-500", {
      row: statusOf(500),
      plugin: [`Verify challenge returns ${page("500 - Internal server error.")}`],
    }),
    generations: "legacy",
  },
  {
    ...refused("no-signing-certificate", "verify.signing-certificate-missing", noSigningCertificate),
    generations: "legacy",
  },
  {
    ...refused(
      "no-encryption-certificate",
      "verify.encryption-certificate-missing",
      coded("0x408", "Encryption certificate could not be retrieved."),
    ),
    generations: "legacy",
  },
  refused(
    "unreadable",
    "verify.challenge-unreadable",
    coded("0x410", "The challenge could not be decoded."),
    "ChallengeDecodingError",
  ),
  refused(
    "expired",
    "verify.challenge-expired",
    coded("0x411", "The challenge has expired."),
    "ChallengeExpired",
  ),
  { ...refused("reused", "verify.challenge-reused", [...firstPhase, phaseOneFalse]) },
  refused("mismatch", "verify.request-mismatch", subjectMismatch, "SubjectNameMismatch"),
  fails("refused", "verify.refused", {
    crp: [...firstPhase, phaseOneFalse],
    ndes29: false,
    unifiedError: "Unknown",
  }),
  refused("offline", "verify.connector-offline", [...firstPhase, phaseOneFalse]),
  {
    ...fails("pool-crash", "contact.app-pool-crash", { passes: false, ...crashing() }),
    failedStage: 2,
    generations: "legacy",
    crashes: true,
    contact: {
      gets: statusOf(200),
      operation: null,
      httpError: { status: "503", reason: "Connection_Abandoned_By_ReqQueue", of: "operation" },
      ndesEvent: null,
    },
    device: "unreachable",
  },
];

function crashing(): Partial<Verify> {
  return { crp: goodVerify.crp, row: goodVerify.row, plugin: [], exit: null, ndes29: false };
}
