import { octetsOf } from "./ber.ts";
import type { BerNode } from "./ber.ts";
import { berText } from "./ber-text.ts";
import type { ScepMessage } from "./scep-message.ts";

/** One value of a signed attribute, as either decoder found it. */
export interface AttributeValue {
  readonly oid: string;
  readonly value: BerNode;
}

type ScepAttributes = Pick<
  ScepMessage,
  | "messageType"
  | "pkiStatus"
  | "failInfo"
  | "failInfoText"
  | "transactionId"
  | "senderNonce"
  | "recipientNonce"
  | "hresult"
>;

const textMax = 1024;
const readers: ReadonlyMap<string, readonly [keyof ScepAttributes, (value: BerNode) => string]> = new Map([
  // RFC 8894 section 3.2.1
  ["2.16.840.1.113733.1.9.2", ["messageType", text]],
  ["2.16.840.1.113733.1.9.3", ["pkiStatus", text]],
  ["2.16.840.1.113733.1.9.4", ["failInfo", text]],
  ["2.16.840.1.113733.1.9.5", ["senderNonce", hex]],
  ["2.16.840.1.113733.1.9.6", ["recipientNonce", hex]],
  ["2.16.840.1.113733.1.9.7", ["transactionId", text]],
  ["1.3.6.1.5.5.7.24.1", ["failInfoText", text]],
  // Not in the RFC: NDES adds it to a failed CertRep, as a signed decimal in a PrintableString.
  ["1.3.6.1.4.1.311.21.33", ["hresult", hresult]],
]);

/** The attributes that SCEP knows; the first value of each counts. */
export function scepAttributes(values: readonly AttributeValue[]): ScepAttributes {
  const found = new Map<keyof ScepAttributes, string>();
  for (const { oid, value } of values) {
    const reader = readers.get(oid);
    if (reader !== undefined && !found.has(reader[0])) found.set(reader[0], reader[1](value));
  }
  const of = (name: keyof ScepAttributes): string => found.get(name) ?? "";
  return {
    messageType: of("messageType"),
    pkiStatus: of("pkiStatus"),
    failInfo: of("failInfo"),
    failInfoText: of("failInfoText"),
    transactionId: of("transactionId"),
    senderNonce: of("senderNonce"),
    recipientNonce: of("recipientNonce"),
    hresult: of("hresult"),
  };
}

function text(value: BerNode): string {
  return berText(value).slice(0, textMax);
}

function hex(value: BerNode): string {
  return Buffer.from(octetsOf(value).subarray(0, 64)).toString("hex");
}

function hresult(value: BerNode): string {
  const octets = hex(value);
  if (octets === "") return "";
  const written = berText(value);
  const code = value.tag === 0x02 ? Number(BigInt.asIntN(32, BigInt(`0x${octets}`))) : Number(written);
  if (!Number.isInteger(code) || Math.abs(code) > 0xff_ff_ff_ff) return written.slice(0, 32);
  return `0x${(code >>> 0).toString(16).padStart(8, "0")}`;
}
