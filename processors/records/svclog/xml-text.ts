import { trimmed } from "../ascii-trim.ts";
/**
 * Character data with its references resolved: the five predefined ones and numeric ones (XML 1.0, 4.1 and 4.6).
 * Null when another entity is named: a log declares none, so it is an attack or damage. A lone `&` stays as it is.
 */
export function resolveReferences(escaped: string): string | null {
  if (!escaped.includes("&")) return escaped;
  let known = true;
  const text = escaped.replaceAll(reference, (whole, name: string) => {
    const resolved = name.startsWith("#") ? characterOf(name) : predefined.get(name);
    if (resolved === undefined) known = false;
    return resolved ?? whole;
  });
  return known ? text : null;
}

/** The text parts of nested elements, trimmed, one a line; markup is left out. Still escaped. */
export function flattenElements(xml: string): string {
  const parts: string[] = [];
  let from = 0;
  while (from < xml.length) {
    const open = xml.indexOf("<", from);
    const text = trimmed(xml.slice(from, open < 0 ? xml.length : open));
    if (text !== "") parts.push(text);
    const close = open < 0 ? -1 : xml.indexOf(">", open);
    from = close < 0 ? xml.length : close + 1;
  }
  return parts.join("\n");
}

const reference = /&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z_][\w.-]{0,63});/gi;
const predefined: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);

function characterOf(name: string): string | undefined {
  const hexadecimal = name.charAt(1) === "x" || name.charAt(1) === "X";
  const code = hexadecimal ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
}
