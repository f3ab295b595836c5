// Its front door loads three times as much, with file access that has no place here.
import { BinaryReader } from "@ts-evtx/core/dist/src/binary/BinaryReader.js";
import { ChunkHeader } from "@ts-evtx/core/dist/src/evtx/ChunkHeader.js";
import { NodeFactory } from "@ts-evtx/core/dist/src/evtx/node-factory.js";
import { utf16Text } from "../../../collectors/contract/index.ts";

/** An element of a template: what stands in it is text, a hole for a value, or another element. */
export interface TemplateElement {
  readonly kind: "element";
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, parts: readonly TemplatePart[]])[];
  readonly content: readonly TemplatePart[];
}

export type TemplatePart =
  | TemplateElement
  | { readonly kind: "text"; readonly text: string }
  /** `optional`: an absent value takes its element with it. */
  | { readonly kind: "hole"; readonly index: number; readonly optional: boolean };

export interface EvtxTemplates {
  /** The root element of the template defined at an offset of the chunk; null when none can be read there. */
  element(offset: number): TemplateElement | null;
  /** An element that stands in a record itself, without a template, as some forwarded events have it. */
  inlineElement(offset: number): TemplateElement | null;
}

/** What is used of the library's nodes: `token` tells the kind (low 4 bits), the rest depends on it. */
interface LibraryNode {
  readonly token: number;
  readonly children: readonly LibraryNode[];
  readonly data?: unknown;
  readonly string_offset?: number;
  readonly substitution_id?: number;
  readonly entity?: number;
}

const depthMax = 32;
const entities: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** Reads each template of a chunk once. The library parses the tokens; names and values are read here, where they stand. */
export function evtxTemplates(chunk: Buffer): EvtxTemplates {
  const reader = new BinaryReader(chunk);
  const library = new ChunkHeader(reader, 0);
  const known = new Map<number, TemplateElement | null>();

  function once(offset: number, read: () => unknown): TemplateElement | null {
    const before = known.get(offset);
    if (before !== undefined) return before;
    const element = elementOf(read() as LibraryNode | null | undefined, chunk, 0);
    known.set(offset, element);
    return element;
  }

  return {
    element: (offset) => once(offset, () => library.getActualTemplate(offset)?.rootElement),
    inlineElement: (offset) =>
      once(offset, () => {
        reader.seek(offset);
        const factory = new NodeFactory(reader);
        return factory.fromStream({ chunk: library, factory, children: [] });
      }),
  };
}

function elementOf(
  node: LibraryNode | null | undefined,
  chunk: Buffer,
  depth: number,
): TemplateElement | null {
  if (node === null || node === undefined || (node.token & 0x0f) !== 1 || depth > depthMax) return null;
  const attributes: [string, readonly TemplatePart[]][] = [];
  const content: TemplatePart[] = [];
  for (const child of node.children) {
    if ((child.token & 0x0f) === 6)
      attributes.push([nameAt(chunk, child), partsOf(child.children, chunk, depth)]);
    else content.push(...partsOf([child], chunk, depth));
  }
  return { kind: "element", name: nameAt(chunk, node), attributes, content };
}

function partsOf(nodes: readonly LibraryNode[], chunk: Buffer, depth: number): readonly TemplatePart[] {
  return nodes.flatMap((node) => readers.get(node.token & 0x0f)?.(node, chunk, depth) ?? []);
}

type ReadPart = (node: LibraryNode, chunk: Buffer, depth: number) => TemplatePart | null;

/** By token: 1 element, 5 text, 8 character, 9 entity, 13 and 14 hole; end markers are no part. */
const readers: ReadonlyMap<number, ReadPart> = new Map<number, ReadPart>([
  [0x01, (node, chunk, depth) => elementOf(node, chunk, depth + 1)],
  [0x05, (node) => ({ kind: "text", text: typeof node.data === "string" ? node.data : "" })],
  [0x08, (node) => ({ kind: "text", text: String.fromCharCode(node.entity ?? 0) })],
  [0x09, (node, chunk) => ({ kind: "text", text: entities.get(nameAt(chunk, node)) ?? "" })],
  [0x0d, (node) => ({ kind: "hole", index: node.substitution_id ?? -1, optional: false })],
  [0x0e, (node) => ({ kind: "hole", index: node.substitution_id ?? -1, optional: true })],
]);

/**
 * A name stands at an offset of the chunk: next:u32 hash:u16 count:u16 then UTF-16. It is read there and not through the
 * library's table, which follows lists in the chunk header: they are stale in a file that was copied while in use.
 */
function nameAt(chunk: Buffer, node: LibraryNode): string {
  const offset = node.string_offset ?? 0;
  if (offset === 0 || offset + 8 > chunk.length) return "";
  const end = offset + 8 + chunk.readUInt16LE(offset + 6) * 2;
  return utf16Text(chunk.subarray(offset + 8, end), "utf-16le");
}
