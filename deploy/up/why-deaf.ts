/** Why nothing that collectors say is kept, for the probe and the page of one box and of a fleet; null: it is. `refusal`: what the store said last. */
export function whyDeaf(refusal: string | null): string | null {
  return refusal === null ? null : `the store takes nothing, and it is tried again: ${refusal}`;
}
