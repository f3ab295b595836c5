import type { FailureReason } from "./failure-reasons.ts";

/**
 * Why a certification authority did not issue, from its result code or, when that is only E_FAIL, from its words.
 * Codes: winerror.h; texts: the Windows messages of the same codes, English and German.
 */
export function issueReason(code: string | null, text: string): FailureReason | null {
  const byCode = code === null ? undefined : codes.get(code);
  if (byCode !== undefined) return byCode;
  if (code !== null && rpcError.test(code)) return "ca-unreachable";
  return texts.find(([form]) => form.test(text))?.[1] ?? null;
}

const codes: ReadonlyMap<string, FailureReason> = new Map([
  ["0x80094800", "template-unsupported"], // CERTSRV_E_UNSUPPORTED_CERT_TYPE
  ["0x80094012", "permission-denied"], // CERTSRV_E_TEMPLATE_DENIED
  ["0x80094011", "permission-denied"], // CERTSRV_E_ENROLL_DENIED
  ["0x80070005", "permission-denied"], // E_ACCESSDENIED
  ["0x80092013", "revocation-offline"], // CRYPT_E_REVOCATION_OFFLINE
  ["0x800b0101", "certificate-expired"], // CERT_E_EXPIRED
  ["0x80094811", "key-too-small"], // CERTSRV_E_KEY_LENGTH
  ["0x80094001", "subject-refused"], // CERTSRV_E_BAD_REQUESTSUBJECT
  ["0x8009480d", "subject-refused"], // CERTSRV_E_SUBJECT_UPN_REQUIRED
  ["0x8009480e", "subject-refused"], // CERTSRV_E_SUBJECT_DIRECTORY_GUID_REQUIRED
  ["0x8009480f", "subject-refused"], // CERTSRV_E_SUBJECT_DNS_REQUIRED
  ["0x80094812", "subject-refused"], // CERTSRV_E_SUBJECT_EMAIL_REQUIRED
  ["0x800b0114", "subject-refused"], // CERT_E_INVALID_NAME
]);

/** Win32 1702 to 1833 are the RPC errors; 1722 "server unavailable" is 0x800706ba. */
const rpcError = /^0x800706(?:a[6-9a-f]|[b-e][0-9a-f]|f[0-9a-f])$|^0x800707(?:[01][0-9a-f]|2[0-9])$/;

const texts: readonly (readonly [RegExp, FailureReason])[] = [
  [
    /certificate template is not supported|CERTSRV_E_UNSUPPORTED_CERT_TYPE|Zertifikatvorlage wird [^.]{0,60}nicht unterst/i,
    "template-unsupported",
  ],
  [
    /permissions on the certificate template|CERTSRV_E_TEMPLATE_DENIED|access is denied|Berechtigungen [^.]{0,20}Zertifikatvorlage|Zugriff (?:wurde )?verweigert/i,
    "permission-denied",
  ],
  [/revocation server was offline|CRYPT_E_REVOCATION_OFFLINE|Sperrserver offline/i, "revocation-offline"],
  [
    /not within its validity period|CERT_E_EXPIRED|nicht im G[^ ]{1,3}ltigkeitszeitraum/i,
    "certificate-expired",
  ],
  [/minimum size required|CERTSRV_E_KEY_LENGTH/i, "key-too-small"],
  [/RPC[- ]server|RPC_S_/i, "ca-unreachable"],
  [
    /subject name is invalid or too long|certificate has an invalid name|CERTSRV_E_BAD_REQUESTSUBJECT|CERT_E_INVALID_NAME|CERTSRV_E_SUBJECT_\w{1,20}_REQUIRED|unavailable and cannot be added to the subject/i,
    "subject-refused",
  ],
];
