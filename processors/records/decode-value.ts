import { Buffer, isUtf8 } from "node:buffer";

/**
 * A value cut out of text in which each character is one byte (see text-layer.ts), as its writer meant it: UTF-8 when
 * the bytes are valid UTF-8, else Windows-1252. Decided value by value, because a log may have writers of both kinds.
 */
export function decodeValue(byteText: string): string {
  if (!beyondAscii.test(byteText)) return byteText;
  const bytes = Buffer.from(byteText, "latin1");
  return isUtf8(bytes) ? bytes.toString("utf8") : byteText.replaceAll(c1, (char) => ansi(char));
}

const beyondAscii = /[\u0080-\u00ff]/;
const c1 = /[\u0080-\u009f]/g;

/** Windows-1252 differs from Latin-1 only in 0x80 to 0x9f; its five unassigned codes stay control characters. */
const windows1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** One character 0x80 to 0x9f of Windows-1252. */
export function ansi(char: string): string {
  return windows1252.charAt(char.charCodeAt(0) - 0x80);
}
