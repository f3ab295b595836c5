import { utf16Text } from "../../../collectors/contract/index.ts";
import { octetsOf } from "./ber.ts";
import type { BerNode } from "./ber.ts";

/** Text of an ASN.1 string of any kind; hex for what is no string. */
export function berText(node: BerNode | undefined): string {
  if (node === undefined) return "";
  const octets = Buffer.from(octetsOf(node));
  const decode = decoders.get(node.tag);
  return decode === undefined ? octets.toString("hex") : decode(octets);
}

const latin1 = (octets: Buffer): string => octets.toString("latin1");

const decoders: ReadonlyMap<number, (octets: Buffer) => string> = new Map([
  [0x0c, (octets: Buffer) => octets.toString("utf8")], // UTF8String
  [0x12, latin1], // NumericString
  [0x13, latin1], // PrintableString
  [0x14, latin1], // TeletexString
  [0x16, latin1], // IA5String
  [0x1a, latin1], // VisibleString
  [0x1e, (octets: Buffer) => utf16Text(octets, "utf-16be")], // BMPString
]);
