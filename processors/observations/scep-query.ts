import type { Key } from "../contract/index.ts";
import type { OpenFacts } from "./facts.ts";

/** TODO wired when the decoder is there. */
export function addScepQuery(keys: Key[], facts: OpenFacts, query: string): void {
  void keys;
  void facts;
  void query;
}
