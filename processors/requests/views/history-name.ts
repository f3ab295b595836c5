import { hash } from "node:crypto";
import type { Observation } from "../../contract/index.ts";
import { inOrder } from "../fragment.ts";
import type { Fragment } from "../fragment.ts";
import type { Attempt } from "../joins/attempts.ts";
import { namesOf } from "../joins/key-index.ts";

/**
 * A name that depends on what the history is, not on when it was read: its transaction and the ten minutes in which it began (a history ends after no less
 * silence, so the same transaction later has another name), else the place of its first record. What came too late for the request that it may belong to goes by that place, too: the name is that request's.
 */
export function historyName(attempts: readonly Attempt[], isLate = false): string {
  const { first, transaction } = originOf(attempts);
  const began = Math.floor((first?.at ?? 0) / nameMs);
  const seed =
    transaction !== "" && !isLate
      ? `${transaction} ${began}`
      : first === undefined
        ? ""
        : `${first.host} ${first.fileId} ${first.offset}`;
  return hash("sha1", seed).slice(0, 12);
}

/** What begins within so long may have one name. */
export const nameMs = 600_000;

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
    if (origin.first === undefined || inOrder(observation, origin.first) < 0) origin.first = observation;
  }
  for (const name of namesOf(fragment)) {
    if (!name.startsWith(transactionName)) continue;
    const value = name.slice(transactionName.length);
    if (origin.transaction === "" || value < origin.transaction) origin.transaction = value;
  }
}
