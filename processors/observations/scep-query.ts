import type { Key } from "../contract/index.ts";
import { copyText, scepMessageFromQuery } from "../records/index.ts";
import type { OpenFacts } from "./facts.ts";
import { addKey } from "./keys.ts";

/**
 * Adds what a SCEP message inside a GET query says in the clear: its transaction id, its type, and, for a first request that
 * signs itself, the hashes of its key. RFC 8894 section 2.3 has such a request signed with the key it asks a
 * certificate for. The message itself is not kept.
 */
export function addScepQuery(keys: Key[], facts: OpenFacts, query: string): void {
  if (!mayHoldMessage(query)) return;
  const message = scepMessageFromQuery(query);
  if (message === null || message.status === "unreadable" || message.status === "foreign") return;
  addKey(keys, "transactionId", message.transactionId);
  if (message.messageType !== "") facts.messageType = copyText(message.messageType);
  const { signer } = message;
  if (signer === null || !signer.selfSigned || message.messageType !== pkcsReq) return;
  addKey(keys, "spkiHash", signer.spkiHash);
  addKey(keys, "publicKeyHash", signer.publicKeyHash);
}

/** Turns most queries away at the cost of a glance. */
export function mayHoldMessage(query: string): boolean {
  return query.length >= shortestMessage && query.includes("essage=");
}

const pkcsReq = "19";
/** `operation=PKIOperation&message=` and something to decode. */
const shortestMessage = 64;
