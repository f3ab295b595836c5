import { XMLParser, XMLValidator } from "fast-xml-parser";
import type { RejectReason } from "../../contract/index.ts";
import type { XmlElement } from "./xml-element.ts";
import { resolveEntities } from "./xml-entities.ts";

const attributesKey = ":@";
const textKey = "#text";
const cdataKey = "#cdata";
const depthMax = 32;

/**
 * Entities stay as they are written: they are resolved here, so that nothing but the five of XML and numeric ones ever is. Values
 * stay text. The order of children is kept, which also keeps names from the log out of shared objects.
 */
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: cdataKey,
  textNodeName: textKey,
  maxNestedTags: depthMax,
});

/** The tree of a small document; `record.entity` when it brings a DTD or needs one, `record.malformed` when it is no XML. */
export function parseXml(text: string): XmlElement | RejectReason {
  if (/<!(?:DOCTYPE|ENTITY)/iu.test(text)) return "record.entity";
  try {
    if (XMLValidator.validate(text) !== true) return "record.malformed";
    return elementOf(rootOf(parser.parse(text) as readonly ParsedNode[]));
  } catch (error) {
    return error instanceof UnknownEntity ? "record.entity" : "record.malformed";
  }
}

/** What the parser gives with `preserveOrder`: one key for the name, and `:@` for the attributes. */
type ParsedNode = Readonly<Record<string, unknown>>;

class UnknownEntity extends Error {}

function rootOf(nodes: readonly ParsedNode[]): ParsedNode {
  const root = nodes.find((node) => /^[^?#]/u.test(nameOf(node)));
  if (root === undefined) throw new Error("no root element");
  return root;
}

function elementOf(node: ParsedNode): XmlElement {
  const name = nameOf(node);
  const children: XmlElement[] = [];
  let text = "";
  for (const child of node[name] as readonly ParsedNode[]) {
    const kind = nameOf(child);
    if (kind === textKey) text += resolved(String(child[textKey]));
    else if (kind === cdataKey)
      text += (child[cdataKey] as readonly ParsedNode[]).map((part) => String(part[textKey])).join("");
    else if (!kind.startsWith("?")) children.push(elementOf(child));
  }
  return { name, attributes: attributesOf(node), children, text };
}

function nameOf(node: ParsedNode): string {
  return Object.keys(node).find((key) => key !== attributesKey) ?? "";
}

function attributesOf(node: ParsedNode): ReadonlyMap<string, string> {
  const attributes = Object.entries((node[attributesKey] ?? {}) as Readonly<Record<string, unknown>>);
  return new Map(attributes.map(([name, value]) => [name, resolved(String(value))]));
}

function resolved(text: string): string {
  const value = resolveEntities(text);
  if (value === null) throw new UnknownEntity();
  return value;
}
