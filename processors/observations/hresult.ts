/**
 * A Windows result code in its one spelling: `0x` and 8 lower-case hex digits.
 *
 * Writers spell it with or without padding (`0x2ab0003`), as a signed decimal (`-2146875392`), as an unsigned one
 * (`2148091904`), or as hex without its prefix. Null when the text is nothing of the kind.
 */
export function toHresult(written: string): string | null {
  const text = written.trim();
  const hex = prefixed.exec(text) ?? bareHex.exec(text);
  if (hex !== null) return pad(Number.parseInt(hex[1] ?? "", 16));
  return decimal.test(text) ? pad(Number(text)) : null;
}

/** The result code that a text quotes; a telling one is preferred to E_FAIL, which says nothing. */
export function findHresult(text: string): string | null {
  let general: string | null = null;
  for (const match of text.slice(0, scanCharsMax).matchAll(quoted)) {
    const code = pad(Number.parseInt(match[1] ?? "", 16));
    if (code !== unspecified) return code;
    general ??= code;
  }
  const signed = general === null ? signedDecimal.exec(text.slice(0, scanCharsMax)) : null;
  return signed === null ? general : pad(Number(signed[0]));
}

const scanCharsMax = 16_384;
const unspecified = "0x80004005";
const prefixed = /^0x([0-9a-f]{1,8})$/i;
/** Only codes with the failure bit: eight digits without a prefix could be anything else. */
const bareHex = /^([89a-f][0-9a-f]{7})$/i;
const decimal = /^-?\d{1,10}$/;
const quoted = /\b0x([0-9a-f]{1,8})(?![0-9a-z])/gi;
const signedDecimal = /-2\d{9}\b/;

function pad(code: number): string | null {
  if (!Number.isInteger(code) || code < -0x80000000 || code > 0xffffffff) return null;
  return `0x${(code >>> 0).toString(16).padStart(8, "0")}`;
}
