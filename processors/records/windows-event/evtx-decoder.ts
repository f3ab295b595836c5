import type { XmlElement } from "./xml-element.ts";
import { evtxTemplates } from "./evtx-templates.ts";
import type { TemplateElement, TemplatePart } from "./evtx-templates.ts";
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
const depthMax = 8;

interface Value {
  readonly type: number;
  readonly at: number;
  readonly size: number;
}

interface Scope {
  readonly values: readonly Value[];
  readonly depth: number;
}

export interface EvtxDecoder {
  /** The event whose record stands at a position of the chunk; null when it cannot be decoded. */
  decode(at: number, size: number): XmlElement | null;
}

/** Decodes the records of one chunk of 65,536 bytes. */
export function evtxDecoder(chunk: Buffer): EvtxDecoder {
  const templates = evtxTemplates(chunk);

  function fragment(at: number, end: number, depth: number): XmlElement | null {
    const start = chunk[at] === fragmentToken ? at + 4 : at;
    if (depth > depthMax || start + instanceBytes > end) return null;
    if (((chunk[start] ?? 0) & 0x0f) !== templateInstanceToken) {
      const plain = templates.inlineElement(start);
      return plain === null ? null : (elements(plain, { values: [], depth })[0] ?? null);
    }
    const template = chunk.readUInt32LE(start + 6);
    const root = templates.element(template);
    if (root === null) return null;
    const isDefinedHere = template === start + instanceBytes;
    const skipped = isDefinedHere ? definitionHeadBytes + chunk.readUInt32LE(template + 20) : 0;
    const values = readValues(chunk, start + instanceBytes + skipped, end);
    return values === null ? null : (elements(root, { values, depth })[0] ?? null);
  }

  /** One element; none when it stands for a value that is absent; several when it stands for an array. */
  function elements(template: TemplateElement, scope: Scope): readonly XmlElement[] {
    const only = template.content.length === 1 ? template.content[0] : undefined;
    if (only?.kind === "hole") {
      const value = scope.values[only.index];
      if (only.optional && isAbsent(value) && template.attributes.length === 0) return [];
      if (value !== undefined && value.type > 0x80) {
        return texts(value).map((text) => ({ name: template.name, attributes: attributes(template, scope), children: [], text }));
      }
    }
    return [wholeElement(template, scope)];
  }

  function wholeElement(template: TemplateElement, scope: Scope): XmlElement {
    const children: XmlElement[] = [];
    let text = "";
    for (const part of template.content) {
      if (part.kind === "element") children.push(...elements(part, scope));
      else if (part.kind === "hole" && scope.values[part.index]?.type === fragmentType) {
        const child = embedded(scope.values[part.index], scope.depth);
        if (child !== null) children.push(child);
      } else text += partText(part, scope);
    }
    return { name: template.name, attributes: attributes(template, scope), children, text };
  }

  function embedded(value: Value | undefined, depth: number): XmlElement | null {
    return value === undefined ? null : fragment(value.at, value.at + value.size, depth + 1);
  }

  function attributes(template: TemplateElement, scope: Scope): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const [name, parts] of template.attributes) found.set(name, parts.map((part) => partText(part, scope)).join(""));
    return found;
  }

  function partText(part: TemplatePart, scope: Scope): string {
    if (part.kind === "text") return part.text;
    const value = part.kind === "hole" ? scope.values[part.index] : undefined;
    return value === undefined ? "" : texts(value).join(", ");
  }

  function texts(value: Value): readonly string[] {
    return variantTexts(value.type, chunk.subarray(value.at, value.at + value.size));
  }

  return {
    decode(at: number, size: number): XmlElement | null {
      try {
        return fragment(at + recordHeadBytes, at + size - 4, 0);
      } catch {
        return null; // a number in the record points outside of the chunk
      }
    },
  };
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
