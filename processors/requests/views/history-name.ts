import { hash } from "node:crypto";
import type { Observation } from "../../contract/index.ts";
import { inOrder } from "../fragment.ts";
import type { Attempt } from "../joins/attempts.ts";
import { distinctKeys } from "../joins/key-index.ts";

/**
 * A name that depends on what the history is, not on when it was read: its transaction and the ten minutes in which it began (a history ends after no less
 * silence, so the same transaction later has another name), else the place of its first record.
 */
export function historyName(attempts: readonly Attempt[]): string {
  const { first, transaction } = originOf(attempts);
  const began = Math.floor((first?.at ?? 0) / 600_000);
  const seed =
    transaction !== ""
      ? `${transaction} ${began}`
      : first === undefined
        ? ""
        : `${first.host} ${first.fileId} ${first.offset}`;
  return hash("sha1", seed).slice(0, 12);
}

interface Origin {
  first: Observation | undefined;
  /** The least, should there be several. */
  transaction: string;
}

function originOf(attempts: readonly Attempt[]): Origin {
  const origin: Origin = { first: undefined, transaction: "" };
  for (const { members } of attempts)
    for (const { fragment } of members) lookAt(fragment.observations, origin);
  return origin;
}

function lookAt(observations: readonly Observation[], origin: Origin): void {
  for (const observation of observations) {
    if (origin.first === undefined || inOrder(observation, origin.first) < 0) origin.first = observation;
  }
  for (const { type, value } of distinctKeys(observations)) {
    if (type === "transactionId" && (origin.transaction === "" || value < origin.transaction))
      origin.transaction = value;
  }
}
