import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { StoreFailed } from "../contract/index.ts";

/** Hides what is in flight from whoever can read the data folder and has no key. */
export interface StateSeal {
  /** `name` is that of the piece: one cannot be put in the place of another. */
  close(name: string, piece: Uint8Array): Uint8Array;
  /** Throws `StoreFailed` (`store.sealed`) when it was closed with another key, and an error of the library when it is damaged. */
  open(name: string, piece: Uint8Array): Uint8Array;
}

/**
 *     sealed = "scepscope sealed 1\n" keyId(8) nonce(12) tag(16) ciphertext
 *
 * AES-256-GCM (NIST SP 800-38D) with a random nonce, and the name of the piece as what is authenticated with it. Key and its id are derived from the key of the pseudonyms by HKDF (RFC 5869):
 * neither tells anything of the other, nor of the pseudonyms. The id tells another key from damage. With ten pieces a second for ten years, two have the same nonce with a chance of 10^-10.
 */
const mark: Buffer = Buffer.from("scepscope sealed 1\n");
const [keyIdBytes, nonceBytes, tagBytes] = [8, 12, 16] as const;
const headBytes: number = mark.length + keyIdBytes + nonceBytes + tagBytes;

export function isSealed(piece: Uint8Array): boolean {
  return mark.equals(piece.subarray(0, mark.length));
}

export function createStateSeal(secret: string): StateSeal {
  const key = derived(secret, "scepscope state key 1", 32);
  const keyId = derived(secret, "scepscope state key id 1", keyIdBytes);
  return {
    close: (name, piece) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(name));
      const body = Buffer.concat([cipher.update(piece), cipher.final()]);
      return Buffer.concat([mark, keyId, nonce, cipher.getAuthTag(), body]);
    },
    open: (name, piece) => {
      const from = (start: number, bytes: number): Uint8Array => piece.subarray(start, start + bytes);
      if (!keyId.equals(from(mark.length, keyIdBytes))) throw sealed("with another key");
      const nonceAt = mark.length + keyIdBytes;
      const decipher = createDecipheriv("aes-256-gcm", key, from(nonceAt, nonceBytes), {
        authTagLength: tagBytes,
      })
        .setAAD(Buffer.from(name))
        .setAuthTag(from(nonceAt + nonceBytes, tagBytes));
      return Buffer.concat([decipher.update(piece.subarray(headBytes)), decipher.final()]);
    },
  };
}

/** What cannot be opened because there is no key at all. */
export function sealedWithoutKey(): StoreFailed {
  return sealed("and pseudonyms are switched off");
}

function sealed(why: string): StoreFailed {
  return new StoreFailed(
    "store.sealed",
    `what was in flight is encrypted ${why}: set the key of the pseudonyms with which it was kept, or choose another data folder`,
  );
}

function derived(secret: string, purpose: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", purpose, bytes));
}
