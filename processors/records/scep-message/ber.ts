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

/** The element that begins at a position; null when there is no complete header before the limit, or it nests too deeply. */
export function readBer(bytes: Uint8Array, start = 0): BerNode | null {
  return readElement(bytes, start, bytes.length, 0);
}

function readElement(bytes: Uint8Array, start: number, limit: number, depth: number): BerNode | null {
  const first = bytes[start];
  const short = bytes[start + 1];
  if (start + 2 > limit || first === undefined || short === undefined || (first & 0x1f) === 0x1f) return null;
  const isConstructed = (first & constructedBit) !== 0;
  const isIndefinite = short === 0x80;
  const lengthBytes = short > 0x80 ? short & 0x7f : 0;
  const contentStart = start + 2 + lengthBytes;
  if (lengthBytes > 4 || contentStart > limit || depth > depthMax || (isIndefinite && !isConstructed))
    return null;
  const length = lengthBytes === 0 ? short : numberAt(bytes, start + 2, lengthBytes);
  const wanted = isIndefinite ? Number.POSITIVE_INFINITY : contentStart + length;
  const children: BerNode[] = isConstructed ? [] : noChildren;
  const node: OpenNode = {
    tag: first & ~constructedBit,
    start,
    end: Math.min(wanted, limit),
    contentStart,
    contentEnd: Math.min(wanted, limit),
    children,
    isConstructed,
    isCut: !isIndefinite && wanted > limit,
    bytes,
  };
  if (isConstructed) readChildren(node, children, isIndefinite, depth);
  return node;
}

type OpenNode = { -readonly [name in keyof BerNode]: BerNode[name] };

const noChildren: BerNode[] = [];

/** Reads up to the end of the content that is known so far, and sets the end that is found. */
function readChildren(node: OpenNode, children: BerNode[], isIndefinite: boolean, depth: number): void {
  const { bytes, contentEnd: limit } = node;
  let position = node.contentStart;
  while (position < limit) {
    if (isIndefinite && bytes[position] === 0 && bytes[position + 1] === 0) {
      node.contentEnd = position;
      node.end = position + 2;
      return;
    }
    const child = readElement(bytes, position, limit, depth + 1);
    if (child !== null) children.push(child);
    if (child === null || child.isCut) {
      node.isCut = true;
      return;
    }
    position = child.end;
  }
  node.contentEnd = Math.min(position, limit);
  node.end = node.contentEnd;
  if (isIndefinite) node.isCut = true;
}

function numberAt(bytes: Uint8Array, from: number, count: number): number {
  let number = 0;
  for (let index = from; index < from + count; index += 1) number = number * 256 + (bytes[index] ?? 0);
  return number;
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
