import { strongKeyTypes } from "../../contract/index.ts";
import type { Key, Observation, StrongKeyType } from "../../contract/index.ts";
import type { Fragment } from "../fragment.ts";

const strong: ReadonlySet<string> = new Set(strongKeyTypes);

/** The names by which observations join across sources and hosts. A jscep transaction id is the hash of the key in the request, so it has two names. */
export function joinNames(observations: readonly Observation[]): readonly string[] {
  const names: string[] = [];
  for (const { type, value } of distinctKeys(observations)) {
    if (!strong.has(type)) continue;
    names.push(`${type} ${value}`);
    if (type === "transactionId" && sha1.test(value)) names.push(`spkiHash ${value.toLowerCase()}`);
  }
  // A list that has grown has room for 17, and these wait in memory by the thousand.
  return names.length === 0 ? none : names.slice();
}

const none: readonly string[] = [];

/** Each key once, in the order in which it is first written: the records of one run write the same few again and again. */
export function distinctKeys(observations: readonly Observation[]): readonly Key[] {
  const distinct: Distinct = { keys: [], names: null };
  let before: readonly Key[] | null = null;
  for (const observation of observations) {
    if (observation.keys === before) continue;
    before = observation.keys;
    for (const key of before) note(distinct, key);
  }
  return distinct.keys;
}

interface Distinct {
  readonly keys: Key[];
  /** The same by name, once there are more than a few. */
  names: Set<string> | null;
}

function holds(keys: readonly Key[], { type, value }: Key): boolean {
  for (const key of keys) if (key.type === type && key.value === value) return true;
  return false;
}

/** Up to so many keys looking at each is the fastest way. */
const fewKeys = 32;

function note(distinct: Distinct, key: Key): void {
  const { keys } = distinct;
  if (keys.length < fewKeys) {
    if (!holds(keys, key)) keys.push(key);
    return;
  }
  distinct.names ??= new Set(keys.map(({ type, value }) => `${type} ${value}`));
  const { size } = distinct.names;
  if (distinct.names.add(`${key.type} ${key.value}`).size > size) keys.push(key);
}

/** The same of a fragment, which are asked for more than once. */
export function namesOf(fragment: Fragment): readonly string[] {
  fragment.names ??= joinNames(fragment.observations);
  return fragment.names;
}

/** A jscep client takes the SHA-1 of its public key as transaction id (jscep source): it has both names. */
const sha1 = /^[0-9A-F]{40}$/;

/** Of these a request has one; two values are two requests. */
const single: ReadonlySet<string> = new Set<StrongKeyType>([
  "transactionId",
  "thumbprint",
  "serialNumber",
  "caRequestId",
]);

/** Who tries again with the same key has these again. */
const ofTheKey: ReadonlySet<string> = new Set<StrongKeyType>(["transactionId", "publicKeyHash", "spkiHash"]);

/** Whether a join name tells one attempt from another with the same key. */
export function isOfOneAttempt(name: string): boolean {
  return !ofTheKey.has(name.slice(0, name.indexOf(" ")));
}

/** What one pass through the connector goes by: what it reports later may go by others. */
const ofThePass: ReadonlySet<string> = new Set<StrongKeyType>(["activityId", "connectorRequestId"]);

/** The names among these that tell by what the connector went, by type. Two that have nothing of it in common may be of different attempts. */
export function passKeys(names: Iterable<string>): SingleKeys {
  return keysOf(names, ofThePass);
}

export type SingleKeys = ReadonlyMap<string, ReadonlySet<string>>;

/** The names among these of which a request has one, by type. */
export function singleKeys(names: Iterable<string>): SingleKeys {
  return keysOf(names, single);
}

/** The same of an attempt, which gains names one by one. */
export interface KeysSoFar {
  readonly singles: Map<string, Set<string>>;
  readonly passes: Map<string, Set<string>>;
}

export function noteName({ singles, passes }: KeysSoFar, name: string): void {
  noteKey(singles, single, name);
  noteKey(passes, ofThePass, name);
}

function keysOf(names: Iterable<string>, types: ReadonlySet<string>): SingleKeys {
  const found = new Map<string, Set<string>>();
  for (const name of names) noteKey(found, types, name);
  return found;
}

function noteKey(found: Map<string, Set<string>>, types: ReadonlySet<string>, name: string): void {
  const type = name.slice(0, name.indexOf(" "));
  if (!types.has(type)) return;
  const values = found.get(type);
  if (values === undefined) found.set(type, new Set([name]));
  else values.add(name);
}

/** True when the two hold different values of a key of one type. */
export function conflict(a: SingleKeys, b: SingleKeys): boolean {
  for (const [type, values] of a) {
    const others = b.get(type);
    if (others !== undefined && values.isDisjointFrom(others)) return true;
  }
  return false;
}
