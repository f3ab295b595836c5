import { scepMessageBytesMax } from "./scep-message.ts";

/** The base64 text of a query value without what encodes, cuts or elides it: the tolerant path. */
export function base64Text(value: string): string {
  // It ends at the next parameter, or where a log breaks it off: `...`, a backslash of a text export, a blank and more text.
  const end = value.search(/[^\w+/=~%.-]|\.\./u);
  const text = percentDecoded(end < 0 ? value : value.slice(0, end));
  return text
    .replace(/[\r\n]/gu, "")
    .replaceAll(" ", "+")
    .slice(0, Math.ceil(scepMessageBytesMax / 3) * 4);
}

function percentDecoded(value: string): string {
  let text = value;
  for (let round = 0; round < 2 && text.includes("%"); round++) {
    text = text.replace(/%([0-9a-f]{2})/giu, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
  return text.replace(/%.*$/su, ""); // cut in the middle of a percent code
}
