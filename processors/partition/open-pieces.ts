import { isSealed, sealedWithoutKey } from "../pseudonyms/index.ts";
import type { Pseudonyms } from "../pseudonyms/index.ts";

export interface OpenPieces {
  readonly pieces: ReadonlyMap<string, Uint8Array>;
  /** Names of those that lie open although they should be sealed: they were kept before anything was hidden. */
  readonly unsealed: ReadonlySet<string>;
}

/** The pieces of a state as they were before they were sealed. Throws `StoreFailed` (`store.sealed`) where the key is another one or there is none. */
export function openPieces(
  saved: ReadonlyMap<string, Uint8Array>,
  pseudonyms: Pseudonyms | null,
): OpenPieces {
  const pieces = new Map<string, Uint8Array>();
  const unsealed = new Set<string>();
  for (const [name, piece] of saved) {
    if (!isSealed(piece)) {
      pieces.set(name, piece);
      if (pseudonyms !== null) unsealed.add(name);
    } else if (pseudonyms === null) throw sealedWithoutKey();
    else pieces.set(name, pseudonyms.seal.open(name, piece));
  }
  return { pieces, unsealed };
}
