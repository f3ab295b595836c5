import { cipherOf, digestName } from "./algorithm-names.ts";
import { isTag, octetsOf, oidOf, readBer } from "./ber.ts";
import type { BerNode } from "./ber.ts";
import { unreadableMessage } from "./scep-message.ts";
import type { ScepMessage, ScepSigner } from "./scep-message.ts";
import { scepAttributes } from "./signed-attributes.ts";
import type { AttributeValue } from "./signed-attributes.ts";
import { certificateParts, isNamedBy, signerOf } from "./signer.ts";

/*
 * RFC 5652:
 *   ContentInfo = { signedData, [0] SignedData }
 *   SignedData  = { version, SET digestAlgorithms, { data, [0] OCTET STRING }, [0] certificates, [1] crls, SET signerInfos }
 *   SignerInfo  = { version, { issuer, serial } | [0] key id, digestAlgorithm, [0] signedAttrs, … }
 * The OCTET STRING holds ContentInfo = { envelopedData, [0] { version, SET recipients, { data, { cipher, … }, [0] content } } };
 * a failed or pending CertRep has none.
 */
const sequence = 0x10;
const set = 0x11;
const context0 = 0x80;
const signedDataOid = "1.2.840.113549.1.7.2";
const envelopedDataOid = "1.2.840.113549.1.7.3";

/**
 * Reads a message by walking over its elements, as far as they go. It takes some ten microseconds and copes with a message that was
 * cut; for whole messages it says what the library says (a property test compares the two).
 */
export function messageFromWalk(bytes: Uint8Array): ScepMessage {
  const root = readBer(bytes);
  if (!isTag(root ?? undefined, sequence) || root === null || oidOf(root.children[0]) !== signedDataOid)
    return unreadableMessage;
  const signedData = root.children[1]?.children[0];
  const fields = signedData?.children ?? [];
  const signerInfo = signerInfoOf(fields);
  const attributes = scepAttributes(attributeValues(signerInfo));
  const [contentEncryption, contentKeyBits] = cipherOf(cipherOid(fields[2]));
  return {
    status: statusOf(root, attributes.messageType !== "" || attributes.transactionId !== ""),
    ...attributes,
    digestAlgorithm: digestName(
      oidOf(signerInfo?.children[2]?.children[0]) || oidOf(fields[1]?.children[0]?.children[0]),
    ),
    contentEncryption,
    contentKeyBits,
    signer: findSigner(fields, signerInfo),
  };
}

function statusOf(root: BerNode, hasAttributes: boolean): ScepMessage["status"] {
  if (root.isCut) return "cut";
  return hasAttributes ? "whole" : "foreign";
}

/** The last SET of SignedData; the first one, of digest algorithms, stands before the content. */
function signerInfoOf(fields: readonly BerNode[]): BerNode | undefined {
  return fields.slice(3).findLast((field) => field.tag === set)?.children[0];
}

function attributeValues(signerInfo: BerNode | undefined): readonly AttributeValue[] {
  const signedAttributes = signerInfo?.children.slice(3).find((field) => field.tag === context0);
  return (signedAttributes?.children ?? []).slice(0, 64).flatMap((attribute) => {
    const value = attribute.children[1]?.children[0];
    if (value === undefined || value.isCut) return [];
    return [{ oid: oidOf(attribute.children[0]), value }];
  });
}

function cipherOid(content: BerNode | undefined): string {
  const octets = content?.children[1]?.children[0];
  if (octets === undefined) return "";
  const inner = readBer(octetsOf(octets));
  if (inner === null || oidOf(inner.children[0]) !== envelopedDataOid) return "";
  const encrypted = (inner.children[1]?.children[0]?.children ?? []).find(
    (field, index) => index > 0 && field.tag === sequence,
  );
  return oidOf(encrypted?.children[1]?.children[0]);
}

/** The certificate that the signer info names; the only one there is when the message was cut before it. */
function findSigner(fields: readonly BerNode[], signerInfo: BerNode | undefined): ScepSigner | null {
  const certificates = fields.slice(3).find((field) => field.tag === context0)?.children ?? [];
  const known = certificates.slice(0, 16).flatMap((certificate) => certificateParts(certificate) ?? []);
  const named = known.find((parts) => isNamedBy(parts, signerInfo?.children[1]));
  const only = signerInfo === undefined && known.length === 1 ? known[0] : undefined;
  const signer = named ?? only;
  return signer === undefined ? null : signerOf(signer);
}
