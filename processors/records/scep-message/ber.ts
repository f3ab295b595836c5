/*
 * BER (X.690): tag, length, content. A length of 0x80 means "until two zero bytes"; then the content consists of whole elements.
 * asn1js refuses a message that was cut, and takes about a millisecond for one that was not; a log holds many of both.
 */

/** One element, with its children when it is constructed. Positions are those in the bytes that were read. */
export interface BerNode {
  /** First byte without the "constructed" bit: class and number. */
  readonly tag: number;
  readonly start: number;
  readonly end: number;
  readonly contentStart: number;
  readonly contentEnd: number;
  readonly children: readonly BerNode[];
  readonly isConstructed: boolean;
  /** The bytes end before the element does. */
  readonly isCut: boolean;
  readonly bytes: Uint8Array;
}

const constructedBit = 0x20;
const depthMax = 24;

interface Header {
  readonly tag: number;
  readonly isConstructed: boolean;
  readonly contentStart: number;
  /** -1: indefinite. */
  readonly length: number;
}

/** The element that begins at a position; null when there is no complete header before the limit, or it nests too deeply. */
export function readBer(
  bytes: Uint8Array,
  start = 0,
  scope: Scope = { limit: bytes.length, depth: 0 },
): BerNode | null {
  const header = readHeader(bytes, start, scope.limit);
  if (header === null || scope.depth > depthMax) return null;
  const wanted = header.length < 0 ? Number.POSITIVE_INFINITY : header.contentStart + header.length;
  const contentLimit = Math.min(wanted, scope.limit);
  const inner = { limit: contentLimit, depth: scope.depth + 1 };
  const content = header.isConstructed
    ? readChildren(bytes, header, inner)
    : { children: [], end: contentLimit, isCut: false };
  const isIndefinite = header.length < 0;
  return {
    tag: header.tag,
    start,
    end: isIndefinite && !content.isCut ? content.end + 2 : content.end,
    contentStart: header.contentStart,
    contentEnd: content.end,
    children: content.children,
    isConstructed: header.isConstructed,
    isCut: content.isCut || (!isIndefinite && wanted > scope.limit),
    bytes,
  };
}

interface Scope {
  readonly limit: number;
  readonly depth: number;
}

function readHeader(bytes: Uint8Array, start: number, limit: number): Header | null {
  const first = bytes[start];
  const short = bytes[start + 1];
  if (start + 2 > limit || first === undefined || short === undefined || (first & 0x1f) === 0x1f) return null;
  const tag = first & ~constructedBit;
  const isConstructed = (first & constructedBit) !== 0;
  if (short < 0x80) return { tag, isConstructed, contentStart: start + 2, length: short };
  if (short === 0x80)
    return isConstructed ? { tag, isConstructed, contentStart: start + 2, length: -1 } : null;
  const lengthBytes = short & 0x7f;
  if (lengthBytes > 4 || start + 2 + lengthBytes > limit) return null;
  let length = 0;
  for (let index = 0; index < lengthBytes; index++) length = length * 256 + (bytes[start + 2 + index] ?? 0);
  return { tag, isConstructed, contentStart: start + 2 + lengthBytes, length };
}

interface Content {
  readonly children: readonly BerNode[];
  readonly end: number;
  readonly isCut: boolean;
}

function readChildren(bytes: Uint8Array, header: Header, scope: Scope): Content {
  const children: BerNode[] = [];
  let position = header.contentStart;
  while (position < scope.limit) {
    if (header.length < 0 && bytes[position] === 0 && bytes[position + 1] === 0)
      return { children, end: position, isCut: false };
    const child = readBer(bytes, position, scope);
    if (child === null) return { children, end: scope.limit, isCut: true };
    children.push(child);
    position = child.end;
    if (child.isCut) return { children, end: scope.limit, isCut: true };
  }
  return { children, end: Math.min(position, scope.limit), isCut: header.length < 0 };
}

export function isTag(node: BerNode | undefined, tag: number): node is BerNode {
  return node?.tag === tag;
}

/** The bytes of a string: of the element itself, or of the pieces of a constructed one. */
export function octetsOf(node: BerNode): Uint8Array {
  if (!node.isConstructed) return node.bytes.subarray(node.contentStart, node.contentEnd);
  return Buffer.concat(node.children.map(octetsOf));
}

export function wholeBytesOf(node: BerNode): Uint8Array {
  return node.bytes.subarray(node.start, node.end);
}

/** Dotted form of an OBJECT IDENTIFIER; `""` for anything else. */
export function oidOf(node: BerNode | undefined): string {
  if (!isTag(node, 0x06) || node.isCut) return "";
  const octets = node.isConstructed ? octetsOf(node) : node.bytes;
  const start = node.isConstructed ? 0 : node.contentStart;
  const end = Math.min(node.isConstructed ? octets.length : node.contentEnd, start + oidBytesMax);
  let oid = "";
  let arc = 0;
  for (let index = start; index < end; index += 1) {
    const byte = octets[index] ?? 0;
    arc = arc * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    oid += oid === "" ? firstArcs(arc) : `.${arc}`;
    arc = 0;
  }
  return oid === "" ? firstArcs(0) : oid;
}

const oidBytesMax = 64;

/** The first two arcs share a number: 40 times the one and the other. */
function firstArcs(number: number): string {
  const root = Math.min(2, Math.floor(number / 40));
  return `${root}.${number - root * 40}`;
}
