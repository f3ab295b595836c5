import { messageFromLibrary } from "./message-from-library.ts";
import { messageFromWalk } from "./message-from-walk.ts";
import { scepMessageBytesMax } from "./scep-message.ts";
import type { ScepMessage } from "./scep-message.ts";

/**
 * Reads one message in DER or BER: by the library when it is whole, else as far as it goes. Beyond `scepMessageBytesMax` it is read as
 * one that was cut there. Never throws: what is no message has the status `unreadable`.
 */
export function decodeScepMessage(bytes: Uint8Array): ScepMessage {
  const bounded = bytes.subarray(0, scepMessageBytesMax);
  return messageFromLibrary(bounded) ?? messageFromWalk(bounded);
}
