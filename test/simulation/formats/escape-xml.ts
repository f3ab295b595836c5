const entities = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&apos;"],
  ["\n", "&#xA;"],
  ["\r", "&#xD;"],
]);

/** Escapes text the way .NET's trace listener and the event log do. */
export function escapeXml(text: string): string {
  if (!/[&<>"'\r\n]/.test(text)) return text;
  return text.replaceAll(/[&<>"'\r\n]/g, (letter) => entities.get(letter) ?? letter);
}
