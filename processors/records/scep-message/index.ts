export { decodeScepMessage } from "./decode-scep-message.ts";
export { scepMessageFromQuery } from "./scep-message-from-query.ts";
export { readScepInput } from "./read-scep-input.ts";
export { scepMessageToText } from "./scep-message-to-text.ts";
export type { ScepMessage, ScepSigner } from "./scep-message.ts";
