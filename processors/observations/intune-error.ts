import type { Key } from "../contract/index.ts";
import type { FailureReason } from "./failure-reasons.ts";
import { addKey } from "./keys.ts";

/** What Intune's validation answered. */
export interface IntuneError {
  /** Null for `Success` and for a name that is not in the vocabulary. */
  readonly reason: FailureReason | null;
  readonly keys: readonly Key[];
}

/**
 * Finds an error of Intune's SCEP validation in a text (microsoft/Intune-Resource-Access, IntuneScepServiceException):
 * ```
 * ActivityId:<guid>,TransactionId:<id>,ErrorCode:<name>,ErrorDescription:<text>
 * ```
 * A bare name of the vocabulary counts as well when it is labelled as an error code.
 */
export function findIntuneError(text: string): IntuneError | null {
  if (!text.includes("ErrorCode")) return null;
  const whole = layout.exec(text);
  const name = whole?.[3] ?? labelled.exec(text)?.[1];
  if (name === undefined) return null;
  const reason = reasons.get(name.toLowerCase()) ?? null;
  if (whole === null) return reason === null ? null : { reason, keys: [] };
  const keys: Key[] = [];
  addKey(keys, "activityId", whole[1] ?? "");
  addKey(keys, "transactionId", whole[2] ?? "");
  return { reason, keys };
}

const layout = /ActivityId:\s?([^,\s]{1,64}),\s?TransactionId:\s?([^,\s]{0,256}),\s?ErrorCode:\s?(\w{1,64})/i;
const labelled = /\bErrorCode["']?\s?[:=]\s?["']?(\w{1,64})/i;

const reasons: ReadonlyMap<string, FailureReason> = new Map([
  ["unknown", "unknown"],
  ["certificaterequestdecodingfailed", "certificate-request-decoding-failed"],
  ["challengepasswordmissing", "challenge-password-missing"],
  ["challengedeserializationerror", "challenge-deserialization-error"],
  ["challengedecryptionerror", "challenge-decryption-error"],
  ["challengedecodingerror", "challenge-decoding-error"],
  ["challengeinvalidtimestamp", "challenge-invalid-timestamp"],
  ["challengeexpired", "challenge-expired"],
  ["subjectnamemissing", "subject-name-missing"],
  ["subjectnamemismatch", "subject-name-mismatch"],
  ["subjectaltnamemissing", "subject-alt-name-missing"],
  ["subjectaltnamemismatch", "subject-alt-name-mismatch"],
  ["keyusagemismatch", "key-usage-mismatch"],
  ["keylengthmismatch", "key-length-mismatch"],
  ["enhancedkeyusagemissing", "enhanced-key-usage-missing"],
  ["enhancedkeyusagemismatch", "enhanced-key-usage-mismatch"],
  ["aadkeyidentifierlistmissing", "aad-key-identifier-list-missing"],
  ["registeredkeymismatch", "registered-key-mismatch"],
  ["signingcertthumbprintmismatch", "signing-cert-thumbprint-mismatch"],
  ["scepprofilenolongertargetedtotheclient", "scep-profile-no-longer-targeted-to-the-client"],
  ["signaturevalidationfailed", "signature-validation-failed"],
  ["badcertificaterequestidinchallenge", "bad-certificate-request-id-in-challenge"],
  ["baddeviceidinchallenge", "bad-device-id-in-challenge"],
  ["baduseridinchallenge", "bad-user-id-in-challenge"],
]);
