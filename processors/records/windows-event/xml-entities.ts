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
