import { remembered } from "../remembered.ts";

const named: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);
const reference = /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([A-Za-z_][\w.-]{0,63}));|&/giu;

/** Text with its references resolved: the five of XML and numeric ones. Null when there is any other, which only a DTD could define. */
export function resolveEntities(text: string): string | null {
  if (!text.includes("&")) return text;
  return text.length <= recurringCharsMax ? resolveRecurring(text) : resolve(text);
}

/** Some values, such as the attributes of a certificate request, are the same in most events. */
const resolveRecurring = remembered(resolve, 512);
const recurringCharsMax = 512;

function resolve(text: string): string | null {
  let unknown = false;
  const resolved = text.replace(reference, (_, hex?: string, decimal?: string, name?: string) => {
    const value = name === undefined ? character(hex, decimal) : named.get(name);
    if (value === undefined) unknown = true;
    return value ?? "";
  });
  return unknown ? null : resolved;
}

function character(hex: string | undefined, decimal: string | undefined): string | undefined {
  const code = hex === undefined ? Number(decimal ?? Number.NaN) : Number.parseInt(hex, 16);
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : undefined;
}
