import { childOf } from "./xml-element.ts";
import type { XmlElement } from "./xml-element.ts";

export type EventValue = readonly [name: string, value: string];

/**
 * Names and values of an event, in order:
 * - `EventData`: one for each `Data` (its `Name`, `""` when it has none); other children by their element name, such as `Binary`;
 * - `UserData`: one for each element without children, however deep, by its element name.
 */
export function eventValues(event: XmlElement): readonly EventValue[] {
  const values: EventValue[] = [];
  for (const child of childOf(event, "EventData")?.children ?? [])
    values.push([nameOf(child), textOf(child)]);
  addLeaves(childOf(event, "UserData"), values);
  return values;
}

function nameOf(element: XmlElement): string {
  return element.attributes.get("Name") ?? (element.name === "Data" ? "" : element.name);
}

function textOf(element: XmlElement): string {
  if (element.children.length === 0) return element.text;
  return [element.text, ...element.children.map(textOf)].filter((part) => part !== "").join(" ");
}

/** Both decoders bound the depth of their trees, so this recursion is bounded. */
function addLeaves(element: XmlElement | undefined, values: EventValue[]): void {
  for (const child of element?.children ?? []) {
    if (child.children.length === 0) values.push([child.name, child.text]);
    else addLeaves(child, values);
  }
}
