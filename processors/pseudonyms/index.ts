/** Front door of the pseudonyms: who a request is of, hidden behind a keyed hash that still joins. */
export { disguise } from "./disguise.ts";
export { disguisedLookup } from "./disguised-lookup.ts";
export { createPseudonyms } from "./pseudonyms.ts";
export type { Pseudonyms } from "./pseudonyms.ts";
export { isSealed, sealedWithoutKey } from "./state-seal.ts";
