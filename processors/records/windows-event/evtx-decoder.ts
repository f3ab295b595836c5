import type { XmlElement } from "./xml-element.ts";
import { evtxTemplates } from "./evtx-templates.ts";
import type { EvtxTemplates, TemplateElement, TemplatePart } from "./evtx-templates.ts";
import { variantTexts } from "./evtx-variant.ts";

/*
 * Binary XML of a record (libevtx, "Binary XML"): a fragment is
 *
 *   0x0f major:u8 minor:u8 flags:u8  0x0c ?:u8 id:u32 template:u32 [template definition, when it stands here for the first time]
 *   count:u32 (size:u16 type:u8 0x00){count} value{count}
 *
 * A template is an element with numbered holes; a value of type 0x21 is a fragment again.
 */
const recordHeadBytes = 24;
const fragmentToken = 0x0f;
const templateInstanceToken = 0x0c;
const instanceBytes = 10;
const definitionHeadBytes = 24;
const fragmentType = 0x21;
const arrayFlag = 0x80;
const depthMax = 8;

interface Value {
  readonly type: number;
  readonly at: number;
  readonly size: number;
}

interface Source {
  readonly chunk: Buffer;
  readonly templates: EvtxTemplates;
}

/** What a template's holes are filled from. */
interface Scope extends Source {
  readonly values: readonly Value[];
  readonly depth: number;
}

export interface EvtxDecoder {
  /** The event whose record stands at a position of the chunk; null when it cannot be decoded. */
  decode(at: number, size: number): XmlElement | null;
}

/** Decodes the records of one chunk of 65,536 bytes. */
export function evtxDecoder(chunk: Buffer): EvtxDecoder {
  const source = { chunk, templates: evtxTemplates(chunk) };
  return {
    decode(at: number, size: number): XmlElement | null {
      try {
        return fragment(source, { at: at + recordHeadBytes, end: at + size - 4, depth: 0 });
      } catch {
        return null; // a number in the record points outside of the chunk
      }
    },
  };
}

interface FragmentPlace {
  readonly at: number;
  readonly end: number;
  readonly depth: number;
}

function fragment(source: Source, place: FragmentPlace): XmlElement | null {
  const { chunk, templates } = source;
  const start = chunk[place.at] === fragmentToken ? place.at + 4 : place.at;
  if (place.depth > depthMax || start + instanceBytes > place.end) return null;
  if (((chunk[start] ?? 0) & 0x0f) !== templateInstanceToken) {
    return firstElement(templates.inlineElement(start), { ...source, values: [], depth: place.depth });
  }
  const template = chunk.readUInt32LE(start + 6);
  const root = templates.element(template);
  const isDefinedHere = template === start + instanceBytes;
  const skipped = isDefinedHere ? definitionHeadBytes + chunk.readUInt32LE(template + 20) : 0;
  const values = readValues(chunk, start + instanceBytes + skipped, place.end);
  return values === null ? null : firstElement(root, { ...source, values, depth: place.depth });
}

function firstElement(template: TemplateElement | null, scope: Scope): XmlElement | null {
  return template === null ? null : (elements(template, scope)[0] ?? null);
}

/** One element; none when it stands for a value that is absent; several when it stands for an array. */
function elements(template: TemplateElement, scope: Scope): readonly XmlElement[] {
  const only = template.content.length === 1 ? template.content[0] : undefined;
  if (only?.kind !== "hole") return [wholeElement(template, scope)];
  const value = scope.values[only.index];
  if (only.optional && isAbsent(value) && template.attributes.length === 0) return [];
  if (value === undefined || value.type <= arrayFlag) return [wholeElement(template, scope)];
  const { name } = template;
  return texts(value, scope).map((text) => ({
    name,
    attributes: attributes(template, scope),
    children: [],
    text,
  }));
}

function wholeElement(template: TemplateElement, scope: Scope): XmlElement {
  const children: XmlElement[] = [];
  let text = "";
  for (const part of template.content) {
    const value = part.kind === "hole" ? scope.values[part.index] : undefined;
    if (part.kind === "element") children.push(...elements(part, scope));
    else if (value?.type === fragmentType) children.push(...embedded(value, scope));
    else text += partText(part, scope);
  }
  return { name: template.name, attributes: attributes(template, scope), children, text };
}

function embedded(value: Value, scope: Scope): readonly XmlElement[] {
  const child = fragment(scope, { at: value.at, end: value.at + value.size, depth: scope.depth + 1 });
  return child === null ? [] : [child];
}

function attributes(template: TemplateElement, scope: Scope): ReadonlyMap<string, string> {
  return new Map(
    template.attributes.map(([name, parts]) => [name, parts.map((part) => partText(part, scope)).join("")]),
  );
}

function partText(part: TemplatePart, scope: Scope): string {
  if (part.kind === "text") return part.text;
  const value = part.kind === "hole" ? scope.values[part.index] : undefined;
  return value === undefined ? "" : texts(value, scope).join(", ");
}

function texts(value: Value, source: Source): readonly string[] {
  return variantTexts(value.type, source.chunk.subarray(value.at, value.at + value.size));
}

function isAbsent(value: Value | undefined): boolean {
  return value === undefined || value.type === 0;
}

/** Null when the table of values does not fit into the record. */
function readValues(chunk: Buffer, at: number, end: number): readonly Value[] | null {
  const count = chunk.readUInt32LE(at);
  let valueAt = at + 4 + count * 4;
  if (valueAt > end) return null;
  const values: Value[] = [];
  for (let index = 0; index < count; index++) {
    const size = chunk.readUInt16LE(at + 4 + index * 4);
    values.push({ type: chunk[at + 6 + index * 4] ?? 0, at: valueAt, size });
    valueAt += size;
  }
  return valueAt > end ? null : values;
}
