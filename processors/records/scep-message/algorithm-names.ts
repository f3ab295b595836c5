/** Digest algorithms by OID. */
const digests: ReadonlyMap<string, string> = new Map([
  ["1.2.840.113549.2.5", "MD5"],
  ["1.3.14.3.2.26", "SHA-1"],
  ["2.16.840.1.101.3.4.2.1", "SHA-256"],
  ["2.16.840.1.101.3.4.2.2", "SHA-384"],
  ["2.16.840.1.101.3.4.2.3", "SHA-512"],
]);

/** Content encryption algorithms by OID, with the effective length of their keys. */
const ciphers: ReadonlyMap<string, readonly [name: string, bits: number]> = new Map([
  ["1.3.14.3.2.7", ["DES-CBC", 56]],
  ["1.2.840.113549.3.7", ["3DES-CBC", 168]],
  ["2.16.840.1.101.3.4.1.2", ["AES-128-CBC", 128]],
  ["2.16.840.1.101.3.4.1.6", ["AES-128-GCM", 128]],
  ["2.16.840.1.101.3.4.1.22", ["AES-192-CBC", 192]],
  ["2.16.840.1.101.3.4.1.42", ["AES-256-CBC", 256]],
  ["2.16.840.1.101.3.4.1.46", ["AES-256-GCM", 256]],
]);

/** Name of a digest, or its OID. */
export function digestName(oid: string): string {
  return digests.get(oid) ?? oid;
}

/** Name of a cipher, or its OID with 0 bits. */
export function cipherOf(oid: string): readonly [name: string, bits: number] {
  return ciphers.get(oid) ?? [oid, 0];
}
