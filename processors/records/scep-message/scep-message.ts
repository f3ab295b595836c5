/**
 * What a SCEP message (RFC 8894 section 3) says without any key: its signed attributes and the outside of its envelope. Neither the
 * message itself nor anything from inside of the envelope is kept. Absent values are `""`.
 */
export interface ScepMessage {
  /**
   * - `whole`: a complete CMS SignedData with SCEP attributes;
   * - `cut`: the beginning of one; signed attributes stand at the end, so they are mostly missing;
   * - `foreign`: a complete SignedData without SCEP attributes, such as a GetCACert answer;
   * - `unreadable`: no CMS SignedData.
   */
  readonly status: "whole" | "cut" | "foreign" | "unreadable";
  /** Decimal: 3 CertRep, 17 RenewalReq, 19 PKCSReq, 20 CertPoll, 21 GetCert, 22 GetCRL. */
  readonly messageType: string;
  /** 0 success, 2 failure, 3 pending. */
  readonly pkiStatus: string;
  /** 0 badAlg, 1 badMessageCheck, 2 badRequest, 3 badTime, 4 badCertId. */
  readonly failInfo: string;
  readonly failInfoText: string;
  /** Exactly as written. */
  readonly transactionId: string;
  /** Lower-case hex. */
  readonly senderNonce: string;
  readonly recipientNonce: string;
  /** Microsoft's enrolment error as `0x` and 8 lower-case hex digits; written by NDES into a failed CertRep. */
  readonly hresult: string;
  /** Of the signer, `SHA-256`; else the dotted OID. */
  readonly digestAlgorithm: string;
  /** Of the enveloped content, `AES-128-CBC`; else the dotted OID. */
  readonly contentEncryption: string;
  /** Effective key length of the content encryption; 0 not known. */
  readonly contentKeyBits: number;
  readonly signer: ScepSigner | null;
}

/**
 * The certificate that signed the message. A PKCSReq is normally signed with a self-signed certificate over the key of its CSR
 * (RFC 8894 section 2.3), so its hashes are *inferred* to be those of the CSR when `selfSigned`; nothing in the clear proves it.
 */
export interface ScepSigner {
  readonly subject: string;
  readonly selfSigned: boolean;
  /** Lower-case hex without leading zeros. */
  readonly serialNumber: string;
  /** SHA-1 of the certificate, 40 upper-case hex. */
  readonly thumbprint: string;
  /** SHA-1 of the DER SubjectPublicKeyInfo, 40 lower-case hex. */
  readonly spkiHash: string;
  /** SHA-1 of the public key's bits (the usual subject key identifier), 40 lower-case hex. */
  readonly publicKeyHash: string;
}

export const scepMessageBytesMax: number = 256 * 1024;

export const unreadableMessage: ScepMessage = {
  status: "unreadable",
  messageType: "",
  pkiStatus: "",
  failInfo: "",
  failInfoText: "",
  transactionId: "",
  senderNonce: "",
  recipientNonce: "",
  hresult: "",
  digestAlgorithm: "",
  contentEncryption: "",
  contentKeyBits: 0,
  signer: null,
};
