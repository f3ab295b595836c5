import { createHmac } from "node:crypto";
import type { KeyType } from "../contract/index.ts";
import { createStateSeal } from "./state-seal.ts";
import type { StateSeal } from "./state-seal.ts";

/** Which identifiers are hidden, and what stands for each. */
export interface Pseudonyms {
  hides(type: KeyType): boolean;
  /** The same for the same value whatever its case: so what is hidden still joins, and is found by who knows the value. */
  of(value: string): string;
  /** State in which nothing is hidden yet, because it still has to join. */
  readonly seal: StateSeal;
}

export interface PseudonymOptions {
  readonly users: boolean;
  readonly devices: boolean;
  /** Who has it can find out whom a pseudonym stands for, by trying. Another one gives other pseudonyms. */
  readonly key: string;
}

/** 80 bits: a million values, and two with one pseudonym once in 10^12 installations. */
const hexCharacters = 20;

/** A keyed hash: HMAC-SHA-256 (RFC 2104), cut. Without the key a pseudonym cannot even be tried out on a list of users. */
export function createPseudonyms({ users, devices, key }: PseudonymOptions): Pseudonyms {
  const hidden = new Set<KeyType>([
    ...(users ? (["userId"] as const) : []),
    ...(devices ? (["deviceId"] as const) : []),
    // The subject of a certificate names the one, the other, or both.
    ...(users || devices ? (["subject"] as const) : []),
  ]);
  const ownKey = createHmac("sha256", key).update("scepscope pseudonym 1").digest();
  return {
    hides: (type) => hidden.has(type),
    seal: createStateSeal(key),
    of: (value) =>
      `hidden-${createHmac("sha256", ownKey).update(value.toLowerCase()).digest("hex").slice(0, hexCharacters)}`,
  };
}
