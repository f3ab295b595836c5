/**
 * An identifier as logs are kept by, whatever it was copied from: without blanks around it, the braces of a GUID, the pairs in which a thumbprint or serial number is shown, and
 * the invisible mark that the certificate snap-in puts before it. Fewer than nine pairs may be an address.
 */
export function plainKey(written: string): string {
  const key = written.replace(/^[\s\u200e]+|\s+$/g, "");
  if (/^\{[\da-f-]{36}\}$/i.test(key)) return key.slice(1, -1);
  return /^(?:[\da-f]{2}[ :]){8,}[\da-f]{2}$/i.test(key) ? key.replaceAll(/[ :]/g, "") : key;
}
