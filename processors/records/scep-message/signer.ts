import { hash } from "node:crypto";
import { isTag, octetsOf, oidOf, wholeBytesOf } from "./ber.ts";
import type { BerNode } from "./ber.ts";
import { berText } from "./ber-text.ts";
import type { ScepSigner } from "./scep-message.ts";

const sequence = 0x10;
const rdnNames: ReadonlyMap<string, string> = new Map([
  ["2.5.4.3", "CN"],
  ["2.5.4.5", "serialNumber"],
  ["2.5.4.6", "C"],
  ["2.5.4.7", "L"],
  ["2.5.4.8", "ST"],
  ["2.5.4.10", "O"],
  ["2.5.4.11", "OU"],
  ["1.2.840.113549.1.9.1", "E"],
  ["0.9.2342.19200300.100.1.1", "UID"],
  ["0.9.2342.19200300.100.1.25", "DC"],
]);

/** The parts of a certificate that its holder is told by. */
export interface CertificateParts {
  readonly certificate: BerNode;
  readonly serial: BerNode;
  readonly issuer: BerNode;
  readonly subject: BerNode;
  readonly publicKeyInfo: BerNode;
}

/** RFC 5280 section 4.1: TBSCertificate is [0] version, serial, signature, issuer, validity, subject, key. Null when it is cut. */
export function certificateParts(certificate: BerNode): CertificateParts | null {
  const body = certificate.children[0];
  if (certificate.isCut || body === undefined) return null;
  const fields = isTag(body.children[0], 0x80) ? body.children.slice(1) : body.children;
  const [serial, , issuer, , subject, publicKeyInfo] = fields;
  if (
    !isTag(serial, 0x02) ||
    !isTag(issuer, sequence) ||
    !isTag(subject, sequence) ||
    !isTag(publicKeyInfo, sequence)
  )
    return null;
  return { certificate, serial, issuer, subject, publicKeyInfo };
}

export function signerOf(parts: CertificateParts): ScepSigner {
  const key = parts.publicKeyInfo.children[1];
  return {
    subject: nameText(parts.subject),
    selfSigned: sameBytes(wholeBytesOf(parts.subject), wholeBytesOf(parts.issuer)),
    serialNumber: Buffer.from(octetsOf(parts.serial))
      .toString("hex")
      .replace(/^0+(?=.)/u, ""),
    thumbprint: sha1(wholeBytesOf(parts.certificate)).toUpperCase(),
    spkiHash: sha1(wholeBytesOf(parts.publicKeyInfo)),
    // The first byte of a BIT STRING counts its unused bits.
    publicKeyHash: isTag(key, 0x03) ? sha1(octetsOf(key).subarray(1)) : "",
  };
}

/** Whether an IssuerAndSerialNumber names a certificate. Its issuer may be encoded in another way, so the names count. */
export function isNamedBy(parts: CertificateParts, identifier: BerNode | undefined): boolean {
  const [issuer, serial] = identifier?.children ?? [];
  if (!isTag(issuer, sequence) || !isTag(serial, 0x02)) return false;
  if (!sameBytes(octetsOf(serial), octetsOf(parts.serial))) return false;
  const isSame = sameBytes(wholeBytesOf(issuer), wholeBytesOf(parts.issuer));
  return isSame || nameText(issuer) === nameText(parts.issuer);
}

/** `CN=…, O=…` in the order of the certificate. */
function nameText(name: BerNode): string {
  const pairs = name.children.flatMap((set) => set.children.slice(0, 8));
  return pairs.slice(0, 32).map(pairText).join(", ").slice(0, 1024);
}

function pairText(pair: BerNode): string {
  const oid = oidOf(pair.children[0]);
  return `${rdnNames.get(oid) ?? oid}=${berText(pair.children[1])}`;
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}

function sha1(bytes: Uint8Array): string {
  return hash("sha1", bytes, "hex");
}
