import { decodeScepMessage } from "./decode-scep-message.ts";
import { scepMessageFromQuery } from "./scep-message-from-query.ts";
import { unreadableMessage } from "./scep-message.ts";
import type { ScepMessage } from "./scep-message.ts";

/** Reads what a person may have at hand: DER or BER, PEM, base64, or the URL or query of a PKIOperation. */
export function readScepInput(bytes: Uint8Array): ScepMessage {
  if (bytes[0] === 0x30) {
    const message = decodeScepMessage(bytes);
    if (message.status !== "unreadable") return message;
  }
  const text = Buffer.from(bytes.subarray(0, inputMax)).toString("latin1").trim();
  if (/operation=/iu.test(text)) return scepMessageFromQuery(text) ?? unreadableMessage;
  const base64 = text.replace(/-----[A-Z0-9 ]{1,40}-----/gu, "").replace(/\s/gu, "");
  return /^[\w+/=-]+$/u.test(base64) ? decodeScepMessage(Buffer.from(base64, "base64")) : unreadableMessage;
}

const inputMax = 1 << 20;
