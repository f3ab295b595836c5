import { webcrypto } from "node:crypto";
import { BmpString, Integer, ObjectIdentifier, OctetString, PrintableString, Utf8String } from "asn1js";
import {
  Attribute,
  AttributeTypeAndValue,
  Certificate,
  ContentInfo,
  CryptoEngine,
  EncapsulatedContentInfo,
  EnvelopedData,
  IssuerAndSerialNumber,
  setEngine,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from "pkijs";

/** What a test wants to be in a message; all names are invented. */
export interface MessageWish {
  readonly messageType?: string;
  readonly transactionId?: string;
  readonly pkiStatus?: string;
  readonly failInfo?: string;
  readonly failInfoText?: string;
  readonly hresult?: string;
  /** Bytes of content in the envelope; none without. */
  readonly contentBytes?: number;
}

/** Someone who signs: a self-signed certificate and its key. */
export interface TestSigner {
  readonly certificate: Certificate;
  readonly key: webcrypto.CryptoKey;
}

const engine = new CryptoEngine({ name: "node", crypto: webcrypto });
setEngine("node", engine);

export async function testSigner(commonName: string): Promise<TestSigner> {
  const algorithm = {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-256",
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = new Certificate();
  certificate.version = 2;
  certificate.serialNumber = new Integer({ value: 4711 });
  for (const name of [certificate.subject, certificate.issuer]) {
    name.typesAndValues.push(
      new AttributeTypeAndValue({ type: "2.5.4.3", value: new Utf8String({ value: commonName }) }),
      new AttributeTypeAndValue({ type: "2.5.4.10", value: new BmpString({ value: "Contoso Test" }) }),
    );
  }
  certificate.notBefore.value = new Date(Date.UTC(2026, 0, 1));
  certificate.notAfter.value = new Date(Date.UTC(2027, 0, 1));
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey, engine);
  await certificate.sign(keys.privateKey, "SHA-256", engine);
  return { certificate, key: keys.privateKey };
}

/** A SCEP message in DER. */
export async function scepMessage(signer: TestSigner, wish: MessageWish = {}): Promise<Uint8Array> {
  const content = wish.contentBytes === undefined ? null : await envelope(signer, wish.contentBytes);
  const signedData = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: "1.2.840.113549.1.7.1" }),
    certificates: [signer.certificate],
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({
          issuer: signer.certificate.issuer,
          serialNumber: signer.certificate.serialNumber,
        }),
        signedAttrs: new SignedAndUnsignedAttributes({ type: 0, attributes: attributes(wish) }),
      }),
    ],
  });
  if (content !== null) signedData.encapContentInfo.eContent = new OctetString({ valueHex: content });
  await signedData.sign(signer.key, 0, "SHA-256", content ?? new ArrayBuffer(0), engine);
  const outer = new ContentInfo({ contentType: "1.2.840.113549.1.7.2", content: signedData.toSchema(true) });
  return new Uint8Array(outer.toSchema().toBER());
}

async function envelope(signer: TestSigner, bytes: number): Promise<ArrayBuffer> {
  const enveloped = new EnvelopedData();
  enveloped.addRecipientByCertificate(signer.certificate, { oaepHashAlgorithm: "SHA-1" }, 1, engine);
  const cipher = { name: "AES-CBC", length: 256 } as unknown as Parameters<EnvelopedData["encrypt"]>[0];
  await enveloped.encrypt(cipher, new Uint8Array(bytes).buffer, engine);
  return new ContentInfo({ contentType: "1.2.840.113549.1.7.3", content: enveloped.toSchema() })
    .toSchema()
    .toBER();
}

function attributes(wish: MessageWish): Attribute[] {
  const printable = (value: string): PrintableString => new PrintableString({ value });
  const nonce = new OctetString({ valueHex: Uint8Array.from({ length: 16 }, (_, index) => index).buffer });
  const one = (type: string, value: unknown): Attribute => new Attribute({ type, values: [value] });
  const optional = (type: string, value: string | undefined): readonly Attribute[] =>
    value === undefined ? [] : [one(type, printable(value))];
  return [
    one("1.2.840.113549.1.9.3", new ObjectIdentifier({ value: "1.2.840.113549.1.7.1" })),
    one("2.16.840.1.113733.1.9.2", printable(wish.messageType ?? "19")),
    one(
      "2.16.840.1.113733.1.9.7",
      printable(wish.transactionId ?? "0123456789ABCDEF0123456789ABCDEF01234567"),
    ),
    one("2.16.840.1.113733.1.9.5", nonce),
    ...optional("2.16.840.1.113733.1.9.3", wish.pkiStatus),
    ...optional("2.16.840.1.113733.1.9.4", wish.failInfo),
    ...optional("1.3.6.1.4.1.311.21.33", wish.hresult),
    ...(wish.failInfoText === undefined
      ? []
      : [one("1.3.6.1.5.5.7.24.1", new Utf8String({ value: wish.failInfoText }))]),
  ];
}

/** A message without SCEP attributes, such as the answer to GetCACert: certificates only. */
export function certificatesOnly(signer: TestSigner): Uint8Array {
  const signedData = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: "1.2.840.113549.1.7.1" }),
    certificates: [signer.certificate],
  });
  const outer = new ContentInfo({ contentType: "1.2.840.113549.1.7.2", content: signedData.toSchema(true) });
  return new Uint8Array(outer.toSchema().toBER());
}

/**
 * The same message as Apple's devices write it: every constructed element has an indefinite length, and long octet strings stand in
 * pieces. The certificate stays DER, as it must. `pieceBytes` is the length of a piece.
 */
export function asIndefinite(der: Uint8Array, pieceBytes = 1000, depth = 0): Uint8Array {
  const { tag, content, next } = element(der);
  if (next !== der.length) throw new Error("one element at a time");
  if (tag === 0x04 && content.length > pieceBytes) {
    const pieces = Array.from({ length: Math.ceil(content.length / pieceBytes) }, (_, index) =>
      definite(0x04, content.subarray(index * pieceBytes, (index + 1) * pieceBytes)),
    );
    return Buffer.concat([Buffer.from([0x24, 0x80]), ...pieces, Buffer.from([0, 0])]);
  }
  const isCertificates = tag === 0xa0 && depth === 3 && content.length > 500 && content[0] === 0x30;
  if ((tag & 0x20) === 0 || isCertificates) return der;
  const children: Uint8Array[] = [];
  for (let rest = content; rest.length > 0; rest = rest.subarray(element(rest).next)) {
    children.push(asIndefinite(rest.subarray(0, element(rest).next), pieceBytes, depth + 1));
  }
  return Buffer.concat([Buffer.from([tag, 0x80]), ...children, Buffer.from([0, 0])]);
}

function element(der: Uint8Array): {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly next: number;
} {
  const [tag = 0, first = 0] = der;
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  const start = 2 + lengthBytes;
  const length =
    lengthBytes === 0 ? first : der.subarray(2, start).reduce((sum, byte) => sum * 256 + byte, 0);
  return { tag, content: der.subarray(start, start + length), next: start + length };
}

function definite(tag: number, content: Uint8Array): Uint8Array {
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  return Buffer.concat([Buffer.from([tag, 0x82, content.length >> 8, content.length & 0xff]), content]);
}
