import type { Random } from "../random.ts";

/**
 * A PKCSReq as a device sends it (RFC 8894 section 3; RFC 5652): ContentInfo { SignedData { EnvelopedData, certificate, SignerInfo } }.
 * The attributes are signed but not encrypted; what would be the request is random.
 */
export interface ScepMessage {
  readonly transactionId: string;
  /** 19 PKCSReq, 17 RenewalReq, 20 CertPoll. */
  readonly messageType: string;
  /** Apple streams: indefinite lengths (`MIAG…`); others know the length (`MII…`). */
  readonly form: "der" | "ber";
  readonly encryptedBytes: number;
}

export function scepMessage(message: ScepMessage, random: Random): Buffer {
  const wrap = message.form === "ber" ? indefinite : definite;
  const enveloped = envelopedOf(message, random);
  const octets =
    message.form === "ber" ? indefinite(0x24, definite(0x04, enveloped)) : definite(0x04, enveloped);
  const serial = definite(0x02, Buffer.from([1]));
  const signed = wrap(
    0x30,
    definite(0x02, Buffer.from([1])),
    definite(0x31, algorithm(oid.sha256)),
    wrap(0x30, objectId(oid.content), wrap(0xa0, octets)),
    wrap(0xa0, certificate(serial, random)),
    definite(0x31, signerInfo(message, serial, random)),
  );
  return wrap(0x30, objectId(oid.signed), wrap(0xa0, signed));
}

const oid = {
  content: "2a864886f70d010701",
  signed: "2a864886f70d010702",
  enveloped: "2a864886f70d010703",
  contentType: "2a864886f70d010903",
  messageDigest: "2a864886f70d010904",
  rsa: "2a864886f70d010101",
  rsaSha256: "2a864886f70d01010b",
  sha256: "608648016503040201",
  aes128: "608648016503040102",
  commonName: "550403",
  messageType: "6086480186f845010902",
  senderNonce: "6086480186f845010905",
  transactionId: "6086480186f845010907",
} as const;

function envelopedOf(message: ScepMessage, random: Random): Buffer {
  const recipient = definite(
    0x30,
    definite(0x02, Buffer.from([0])),
    definite(0x30, distinguishedName("Contoso Issuing CA"), definite(0x02, Buffer.from([0x61, 0, 0, 0, 9]))),
    algorithm(oid.rsa),
    definite(0x04, random.bytes(256)),
  );
  const cipher = definite(0x30, objectId(oid.aes128), definite(0x04, random.bytes(16)));
  const content = definite(
    0x30,
    objectId(oid.content),
    cipher,
    definite(0x80, random.bytes(message.encryptedBytes)),
  );
  const body = definite(0x30, definite(0x02, Buffer.from([0])), definite(0x31, recipient), content);
  return definite(0x30, objectId(oid.enveloped), definite(0xa0, body));
}

/** The self-signed certificate that a client without one makes for itself. */
function certificate(serial: Buffer, random: Random): Buffer {
  const name = distinguishedName("SCEP Client");
  const validity = definite(
    0x30,
    definite(0x17, ascii("260101000000Z")),
    definite(0x17, ascii("270101000000Z")),
  );
  const modulus = definite(0x02, Buffer.concat([Buffer.from([0, 0xc1]), random.bytes(255)]));
  const key = definite(0x30, modulus, definite(0x02, Buffer.from([1, 0, 1])));
  const keyBits = definite(0x03, Buffer.concat([Buffer.from([0]), key]));
  const version = definite(0xa0, definite(0x02, Buffer.from([2])));
  const publicKey = definite(0x30, algorithm(oid.rsa), keyBits);
  const body = definite(0x30, version, serial, algorithm(oid.rsaSha256), name, validity, name, publicKey);
  const signature = definite(0x03, Buffer.concat([Buffer.from([0]), random.bytes(256)]));
  return definite(0x30, body, algorithm(oid.rsaSha256), signature);
}

function signerInfo(message: ScepMessage, serial: Buffer, random: Random): Buffer {
  const attributes = [
    attribute(oid.contentType, objectId(oid.content)),
    attribute(oid.messageDigest, definite(0x04, random.bytes(32))),
    attribute(oid.messageType, definite(0x13, ascii(message.messageType))),
    attribute(oid.senderNonce, definite(0x04, random.bytes(16))),
    attribute(oid.transactionId, definite(0x13, ascii(message.transactionId))),
  ];
  return definite(
    0x30,
    definite(0x02, Buffer.from([1])),
    definite(0x30, distinguishedName("SCEP Client"), serial),
    algorithm(oid.sha256),
    definite(0xa0, ...attributes),
    algorithm(oid.rsa),
    definite(0x04, random.bytes(256)),
  );
}

const ascii = (text: string): Buffer => Buffer.from(text, "latin1");
const objectId = (hex: string): Buffer => definite(0x06, Buffer.from(hex, "hex"));
const algorithm = (hex: string): Buffer => definite(0x30, objectId(hex), Buffer.from([5, 0]));
const attribute = (hex: string, value: Buffer): Buffer =>
  definite(0x30, objectId(hex), definite(0x31, value));

function distinguishedName(name: string): Buffer {
  return definite(
    0x30,
    definite(0x31, definite(0x30, objectId(oid.commonName), definite(0x0c, ascii(name)))),
  );
}

function definite(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const length = body.length;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), body]);
  if (length < 0x100) return Buffer.concat([Buffer.from([tag, 0x81, length]), body]);
  return Buffer.concat([Buffer.from([tag, 0x82, length >> 8, length & 0xff]), body]);
}

function indefinite(tag: number, ...parts: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from([tag, 0x80]), ...parts, Buffer.from([0, 0])]);
}
