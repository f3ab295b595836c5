import { createRequire } from "node:module";
import type * as pkijs from "pkijs";
import type { Attribute, SignedData, SignerInfo } from "pkijs";
import { cipherOf, digestName } from "./algorithm-names.ts";
import { readBer } from "./ber.ts";
import type { BerNode } from "./ber.ts";
import type { ScepMessage, ScepSigner } from "./scep-message.ts";
import { scepAttributes } from "./signed-attributes.ts";
import type { AttributeValue } from "./signed-attributes.ts";
import { certificateParts, isNamedBy, signerOf } from "./signer.ts";

const signedDataOid = "1.2.840.113549.1.7.2";

const load = createRequire(import.meta.url);

/** Loaded when it is first needed: it takes a tenth of a second, and most commands decode no message by it. */
function library(): typeof pkijs {
  return load("pkijs") as typeof pkijs;
}

/** A whole message, decoded by pkijs; null when it is cut, or no SignedData with a signer. */
export function messageFromLibrary(bytes: Uint8Array): ScepMessage | null {
  const { ContentInfo, SignedData } = library();
  try {
    const outer = ContentInfo.fromBER(copyOf(bytes));
    if (outer.contentType !== signedDataOid) return null;
    const signedData = new SignedData({ schema: outer.content });
    const signerInfo = signedData.signerInfos[0];
    return signerInfo === undefined ? null : messageOf(signedData, signerInfo);
  } catch {
    return null;
  }
}

function messageOf(signedData: SignedData, signerInfo: SignerInfo): ScepMessage {
  const attributes = scepAttributes((signerInfo.signedAttrs?.attributes ?? []).flatMap(attributeValue));
  const [contentEncryption, contentKeyBits] = cipherOf(cipherOid(signedData));
  return {
    status: attributes.messageType !== "" || attributes.transactionId !== "" ? "whole" : "foreign",
    ...attributes,
    digestAlgorithm: digestName(signerInfo.digestAlgorithm.algorithmId),
    contentEncryption,
    contentKeyBits,
    signer: signerFrom(signedData, signerInfo),
  };
}

/** A value keeps the bytes that it was read from; they are read here. */
function attributeValue(attribute: Attribute): readonly AttributeValue[] {
  const value = attribute.values[0] as { readonly valueBeforeDecodeView?: Uint8Array } | undefined;
  const node = readBer(value?.valueBeforeDecodeView ?? new Uint8Array());
  if (node === null) return [];
  return [{ oid: attribute.type, value: node }];
}

function cipherOid(signedData: SignedData): string {
  const content = signedData.encapContentInfo.eContent;
  if (content === undefined || content.getValue().byteLength === 0) return "";
  const { ContentInfo, EnvelopedData } = library();
  const inner = ContentInfo.fromBER(content.getValue());
  if (inner.contentType !== "1.2.840.113549.1.7.3") return "";
  return new EnvelopedData({ schema: inner.content }).encryptedContentInfo.contentEncryptionAlgorithm
    .algorithmId;
}

function signerFrom(signedData: SignedData, signerInfo: SignerInfo): ScepSigner | null {
  const { sid } = signerInfo;
  if (!(sid instanceof library().IssuerAndSerialNumber)) return null;
  const identifier = encoded(sid);
  const known = (signedData.certificates ?? []).flatMap((certificate) => {
    const node = encoded(certificate);
    return node === null ? [] : (certificateParts(node) ?? []);
  });
  const signer = known.find((parts) => isNamedBy(parts, identifier ?? undefined));
  return signer === undefined ? null : signerOf(signer);
}

function encoded(part: { toSchema(): { toBER(): ArrayBuffer } }): BerNode | null {
  return readBer(new Uint8Array(part.toSchema().toBER()));
}

function copyOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
