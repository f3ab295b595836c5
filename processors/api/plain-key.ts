/**
 * An identifier as logs are kept by, whatever it was copied from: without blanks around it, the braces of a GUID, the pairs or longer groups in which a thumbprint or serial
 * number is shown, and the invisible mark that the certificate snap-in puts before it. Fewer than eighteen digits, or longer groups with colons, may be an address.
 */
export function plainKey(written: string): string {
  const key = written.replace(/^[\s\u200e]+|\s+$/g, "");
  if (/^\{[\da-f-]{36}\}$/i.test(key)) return key.slice(1, -1);
  const digits = key.replaceAll(/[\s:]/g, "");
  return digits.length >= digitsMin && inGroups.test(key) ? digits : key;
}

const digitsMin = 18;
const inGroups = /^(?:[\da-f]{2}(?:[ :][\da-f]{2})+|[\da-f]{2,}(?:\s+[\da-f]{2,})+)$/i;
