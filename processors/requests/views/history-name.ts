import { hash } from "node:crypto";
import type { Observation } from "../../contract/index.ts";
import { byMoment } from "../fragment.ts";
import type { Fragment } from "../fragment.ts";
import type { Attempt } from "../joins/attempts.ts";
import { namesOf } from "../joins/key-index.ts";

/**
 * A name that depends on what the history is, not on when and where it was read: its transaction and the ten minutes in which it began (a history ends after no less
 * silence, so the same transaction later has another name), else its first record. What came too late for the request that it may belong to goes by that record, too: the name is that request's.
 */
export function historyName(attempts: readonly Attempt[], isLate = false): string {
  const { first, transaction } = originOf(attempts);
  const began = Math.floor((first?.at ?? 0) / nameMs);
  const seed = transaction !== "" && !isLate ? `${transaction} ${began}` : nameOf(first);
  return hash("sha1", seed).slice(0, 12);
}

/** What begins within so long may have one name. */
export const nameMs = 600_000;

/**
 * A file has another id in a folder, in an archive of it and where it is followed, so its id is no part: two records with one name are at the same place of like files, and say
 * the same of the same moment. A copy of a log that is followed beside it makes requests of the same ids: the store keeps each once, the metrics count both.
 *
 * What has its time from the file itself, which copies and archives change, goes by what it says, and by the outcome that its folder tells: a status file is read again in each
 * folder that it comes to, and the second time may be too late for the request that it was the first of.
 */
function nameOf(record: Observation | undefined): string {
  if (record === undefined) return "";
  const { host, writer, kind, outcome, at, thread, offset, length, keys } = record;
  const told = hasOwnTime(record) ? at : null;
  return JSON.stringify([host, writer, kind, outcome, told, thread, offset, length, keys]);
}

function hasOwnTime({ writer }: Observation): boolean {
  return writer !== "status-file";
}

interface Origin {
  first: Observation | undefined;
  /** The least, should there be several. */
  transaction: string;
}

function originOf(attempts: readonly Attempt[]): Origin {
  const origin: Origin = { first: undefined, transaction: "" };
  for (const { members } of attempts) for (const { fragment } of members) lookAt(fragment, origin);
  return origin;
}

const transactionName = "transactionId ";

function lookAt(fragment: Fragment, origin: Origin): void {
  // Only what is not whole can be out of order.
  const length = fragment.whole ? 1 : fragment.observations.length;
  for (let index = 0; index < length; index += 1) {
    const observation = fragment.observations[index];
    if (observation === undefined) continue;
    if (origin.first === undefined || isBefore(observation, origin.first)) origin.first = observation;
  }
  for (const name of namesOf(fragment)) {
    if (!name.startsWith(transactionName)) continue;
    const value = name.slice(transactionName.length);
    if (origin.transaction === "" || value < origin.transaction) origin.transaction = value;
  }
}

/** By what is told wherever it is read. */
function isBefore(a: Observation, b: Observation): boolean {
  if (hasOwnTime(a) !== hasOwnTime(b)) return hasOwnTime(a);
  const before = byMoment(a, b);
  if (before !== 0) return before < 0;
  if (a.offset !== b.offset) return a.offset < b.offset;
  return nameOf(a) < nameOf(b);
}
