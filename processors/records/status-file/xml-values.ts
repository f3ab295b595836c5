import type { RejectReason } from "../../contract/index.ts";
import { parseXml } from "../windows-event/parse-xml.ts";
import type { XmlElement } from "../windows-event/xml-element.ts";
import { resolveEntities } from "../windows-event/xml-entities.ts";
import type { StatusValue } from "./status-value.ts";

/**
 * Attributes and texts of an XML document, in order: `<A b="1">2</A>` gives b and A. An element that is named by an attribute,
 * `<x key="A" value="1"/>` or `<x name="A">1</x>`, gives A. Of a document that was torn, the elements that are whole.
 */
export function xmlValues(text: string): readonly StatusValue[] | RejectReason {
  const root = parseXml(text);
  if (root === "record.entity") return root;
  if (typeof root === "string") return looseValues(text);
  const values: StatusValue[] = [];
  addElement(root, values);
  return values;
}

/** The parser bounds the depth of its trees, so this recursion is bounded. */
function addElement(element: XmlElement, values: StatusValue[]): void {
  const attributes = [...element.attributes].filter(([name]) => !/^xmlns(?::|$)|^xsi:/u.test(name));
  const text = element.text.trim();
  const named = attributes.find(([name]) => /^(?:name|key)$/iu.test(name))?.[1] ?? "";
  const value = attributes.find(([name]) => /^value$/iu.test(name))?.[1] ?? (text === "" ? undefined : text);
  if (named !== "" && value !== undefined) values.push([named, value]);
  else {
    values.push(...attributes);
    if (text !== "" || (element.children.length === 0 && attributes.length === 0))
      values.push([localName(element.name), text]);
  }
  for (const child of element.children) addElement(child, values);
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function looseValues(text: string): readonly StatusValue[] {
  const elements = text.matchAll(/<([A-Za-z_][\w.-]{0,127})(?:\s[^<>]{0,4096})?>([^<>]*)<\/\1>/gu);
  return [...elements].map(
    (found) => [found[1] ?? "", resolveEntities(found[2] ?? "") ?? found[2] ?? ""] as const,
  );
}
