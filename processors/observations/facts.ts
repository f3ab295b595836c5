import type { Facts } from "../contract/index.ts";

/** Facts while they are gathered; what a record does not say stays away instead of being undefined. */
export type OpenFacts = { -readonly [name in keyof Facts]: Facts[name] };
