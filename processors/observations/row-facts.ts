import type { Facts, Platform } from "../contract/index.ts";
import { copyText } from "../records/index.ts";
import type { IisRecord } from "../records/index.ts";
import type { OpenFacts } from "./facts.ts";
import { internText } from "./kept-text.ts";

/** What a row of the access log tells of its call: facts of its own, to which more may be added. */
export function openRowFacts(record: IisRecord): OpenFacts {
  const { status, substatus, win32 } = record;
  const method = internText(record.method);
  const path = internText(record.stem);
  // Nearly every row: one literal costs half of what properties cost that are added one by one.
  if (status >= 0 && substatus >= 0 && win32 >= 0) return { method, path, status, substatus, win32 };
  const facts: OpenFacts = { method, path };
  if (status >= 0) facts.status = status;
  if (substatus >= 0) facts.substatus = substatus;
  if (win32 >= 0) facts.win32 = win32;
  return facts;
}

/** The same with the platform. A few paths end in a few ways, a thousand times each: rows that tell the same share their facts. */
export function rowFacts(record: IisRecord, platform: Platform): Facts {
  const known = factsOfPath.get(record.stem);
  if (known !== undefined) for (const facts of known) if (tells(facts, record, platform)) return facts;
  const facts = openRowFacts(record);
  if (platform !== "unknown") facts.platform = platform;
  if (known === undefined) {
    if (factsOfPath.size < pathsMax) factsOfPath.set(copyText(record.stem), [facts]);
  } else if (known.length < endingsMax) known.push(facts);
  return facts;
}

function tells(facts: Facts, record: IisRecord, platform: Platform): boolean {
  return (
    (facts.status ?? -1) === record.status &&
    (facts.platform ?? "unknown") === platform &&
    (facts.win32 ?? -1) === record.win32 &&
    (facts.substatus ?? -1) === record.substatus &&
    facts.method === record.method
  );
}

/** A cache and nothing else: what is in it never changes a result. */
const factsOfPath = new Map<string, Facts[]>();
const pathsMax = 256;
/** Each is compared: a hostile log must not make the search long. */
const endingsMax = 24;
