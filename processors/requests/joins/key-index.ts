import { strongKeyTypes } from "../../contract/index.ts";
import type { Key, Observation, StrongKeyType } from "../../contract/index.ts";

const strong: ReadonlySet<string> = new Set(strongKeyTypes);

/** The names by which observations join across sources and hosts. A jscep transaction id is the hash of the key in the request, so it has two names. */
export function joinNames(observations: readonly Observation[]): string[] {
  const names: string[] = [];
  for (const observation of observations) {
    for (const key of observation.keys) {
      if (strong.has(key.type)) names.push(nameOf(key));
    }
  }
  return names;
}

/** A jscep client takes the SHA-1 of its public key as transaction id (jscep source): both spellings are one name. */
function nameOf(key: Key): string {
  if (key.type === "spkiHash") return `transactionId ${key.value.toUpperCase()}`;
  return `${key.type} ${key.value}`;
}

/** Of these a request has one; two values are two requests. */
const single: readonly StrongKeyType[] = ["transactionId", "thumbprint", "serialNumber", "caRequestId"];

export type SingleKeys = ReadonlyMap<StrongKeyType, ReadonlySet<string>>;

export function singleKeys(observations: Iterable<Observation>): Map<StrongKeyType, Set<string>> {
  const found = new Map<StrongKeyType, Set<string>>();
  for (const observation of observations) {
    for (const { type, value } of observation.keys) {
      const kept = single.find((one) => one === type);
      if (kept === undefined) continue;
      const values = found.get(kept);
      if (values === undefined) found.set(kept, new Set([value]));
      else values.add(value);
    }
  }
  return found;
}

/** True when the two hold different values of a key that a request has only once. */
export function conflict(a: SingleKeys, b: SingleKeys): boolean {
  for (const [type, values] of a) {
    const others = b.get(type);
    if (others !== undefined && ![...others].some((value) => values.has(value))) return true;
  }
  return false;
}
