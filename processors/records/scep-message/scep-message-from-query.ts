import { base64InQuery } from "./base64-in-query.ts";
import { base64Text } from "./base64-text.ts";
import { messageFromWalk } from "./message-from-walk.ts";
import { scepMessageBytesMax } from "./scep-message.ts";
import type { ScepMessage } from "./scep-message.ts";

/**
 * The message of a PKIOperation by GET: a whole URL, its query, or the query column of a log. Null when it is no PKIOperation or has
 * no message, as with POST and where the log shows `...` in its place.
 *
 * RFC 8894 section 4.1 wants base64, then percent-encoded; clients also send `+ / =` raw. A log shows `+` for a blank, and a blank can
 * be a `+` that was decoded once too often: so both are read as `+` first, and as nothing when that makes no sense.
 */
export function scepMessageFromQuery(query: string): ScepMessage | null {
  if (!/(?:^|[?&])operation=pkioperation(?:$|[&\s#])/iu.test(query)) return null;
  const start = /(?:^|[?&])message=/iu.exec(query);
  if (start === null) return null;
  const from = start.index + start[0].length;
  const value = query.slice(from, from + encodedMax);
  const message = messageFrom(value);
  if (message === null || message.status === "whole" || !value.includes("+")) return message;
  const without = messageFrom(value.replaceAll("+", ""));
  return without !== null && (without.status === "whole" || message.status === "unreadable")
    ? without
    : message;
}

/** Four characters for three bytes, each perhaps as `%2B`, perhaps encoded twice. */
const encodedMax = scepMessageBytesMax * 4;

function messageFrom(value: string): ScepMessage | null {
  const bytes = base64InQuery(value);
  if (bytes !== null) return messageFromWalk(bytes);
  const text = base64Text(value);
  return text === "" ? null : messageFromWalk(Buffer.from(text, "base64"));
}
